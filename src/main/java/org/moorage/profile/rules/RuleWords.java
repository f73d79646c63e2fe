package org.moorage.profile.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words of a rule, one after the other. Remembers which words would have been taken at the
 * present place, so that a wrong one can be told what belongs there.
 */
final class RuleWords {

  /** A word, or a comma. */
  record Word(String text, int column) {

    /** For a sentence about it. */
    String quoted() {
      return "\"" + text + "\"";
    }
  }

  private static final String COMMA = ",";

  private final List<Word> words = new ArrayList<>();
  private final Set<String> expected = new TreeSet<>();
  private final int endColumn;
  private int at;

  RuleWords(String text) {
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ' ' : text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == ',') {
        if (from < i) {
          words.add(new Word(text.substring(from, i), from + 1));
        }
        if (c == ',') {
          words.add(new Word(COMMA, i + 1));
        }
        from = i + 1;
      }
    }
    endColumn = text.stripTrailing().length() + 1;
  }

  boolean atEnd() {
    return at == words.size();
  }

  /** The next word; at the end an empty one behind the last. */
  Word peek() {
    return atEnd() ? new Word("", endColumn) : words.get(at);
  }

  Word take() {
    Word word = peek();
    if (!atEnd()) {
      at++;
      expected.clear();
    }
    return word;
  }

  /** The word before the next one; there must be one. */
  Word last() {
    return words.get(at - 1);
  }

  /** Takes this word if it is the next. */
  boolean accept(String text) {
    if (peek().text().equals(text)) {
      take();
      return true;
    }
    if (!text.equals(COMMA)) {
      expected.add(text);
    }
    return false;
  }

  boolean acceptComma() {
    return accept(COMMA);
  }

  /** What {@link #accept} was asked for in vain since the last word taken. */
  List<String> expected() {
    return List.copyOf(expected);
  }
}
