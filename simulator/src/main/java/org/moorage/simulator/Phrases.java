package org.moorage.simulator;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fixed list of sentence forms, and the reader that finds the one that was written. */
final class Phrases<T extends Sentence> {

  /** A quoted text, something in parentheses or braces, or anything up to the next blank. */
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|\\([^()]*\\)|\\{[^{}]*:[^{}]*\\}|[^\\s]+");

  private static final Pattern BARE_NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern BARE_UNIT = Pattern.compile("us|ms|s|min|h");

  private record Way<T extends Sentence>(Phrase<T> phrase, List<Phrase.Part> parts) {}

  private final List<Phrase<T>> phrases;
  private final List<Way<T>> ways = new ArrayList<>();

  Phrases(List<Phrase<T>> phrases) {
    this.phrases = List.copyOf(phrases);
    for (Phrase<T> phrase : phrases) {
      phrase.alternatives().forEach(parts -> ways.add(new Way<>(phrase, parts)));
    }
  }

  List<Phrase<T>> phrases() {
    return phrases;
  }

  /**
   * Reads a sentence.
   *
   * @throws Mistaken naming the first word that does not fit and the nearest that would
   */
  T read(String sentence, LabNames names) {
    List<String> tokens = tokens(sentence);
    for (Way<T> way : ways) {
      if (way.parts().size() == tokens.size() && fitting(way, tokens) == tokens.size()) {
        return way.phrase().fill(way.parts(), tokens, names);
      }
    }
    throw mistake(tokens);
  }

  private Mistaken mistake(List<String> tokens) {
    int reached = ways.stream().mapToInt(way -> fitting(way, tokens)).max().orElse(0);
    Set<String> words = new LinkedHashSet<>();
    Set<String> slots = new LinkedHashSet<>();
    for (Way<T> way : ways) {
      if (fitting(way, tokens) == reached && way.parts().size() > reached) {
        Phrase.Part next = way.parts().get(reached);
        next.slot()
            .ifPresentOrElse(slot -> slots.add("a " + slot.word()), () -> words.add(next.text()));
      }
    }
    List<String> expected = new ArrayList<>(words);
    expected.addAll(slots);
    if (reached == tokens.size()) {
      return new Mistaken(
          "the sentence stops too early; next comes " + String.join(" or ", expected));
    }
    String word = tokens.get(reached);
    if (expected.isEmpty()) {
      return new Mistaken("\"" + word + "\" is too much: the sentence is complete before it");
    }
    String nearest = DidYouMean.question(word, words);
    return new Mistaken(
        "\""
            + word
            + "\" is not a word here"
            + (nearest.isEmpty() ? "; expected " + String.join(", ", expected) : nearest));
  }

  /** How many tokens from the beginning fit. */
  private int fitting(Way<T> way, List<String> tokens) {
    int i = 0;
    while (i < tokens.size() && i < way.parts().size() && way.parts().get(i).takes(tokens.get(i))) {
      i++;
    }
    return i;
  }

  /** Words, with {@code 3 s} and {@code keepalive + 1s} each made one. */
  private static List<String> tokens(String sentence) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(sentence);
    Optional<String> pending = Optional.empty();
    while (matcher.find()) {
      String token = matcher.group();
      if (pending.isPresent()) {
        token = pending.get() + token;
        pending = Optional.empty();
      } else if (!tokens.isEmpty()
          && BARE_UNIT.matcher(token).matches()
          && BARE_NUMBER.matcher(lastNumber(tokens.getLast())).matches()) {
        token = tokens.removeLast() + token;
      }
      if (token.equals("+") && !tokens.isEmpty()) {
        pending = Optional.of(tokens.removeLast() + "+");
      } else {
        tokens.add(token);
      }
    }
    pending.ifPresent(tokens::add);
    return tokens;
  }

  private static String lastNumber(String token) {
    return token.substring(token.lastIndexOf('+') + 1);
  }
}
