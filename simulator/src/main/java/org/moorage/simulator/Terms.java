package org.moorage.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Words and values in parentheses at the end of a sentence: {@code (vid 100, loss 1%)}. */
record Terms(Map<String, String> values) {

  static final Terms NONE = new Terms(Map.of());

  /** A word that may stand in parentheses, an example of its value, and what it says. */
  record Word(String word, String example, String meaning) {}

  Terms {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads {@code (word value, word value)}; braces and a colon after the word are as good. */
  static Terms parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    String inner = text.substring(1, text.length() - 1).strip();
    if (inner.isEmpty()) {
      return NONE;
    }
    for (String part : inner.split(",", -1)) {
      String[] pair = part.strip().split("\\s*:\\s+|\\s+", 2);
      if (pair.length < 2 || pair[0].isEmpty()) {
        throw new Mistaken("\"" + part.strip() + "\" lacks a value; write it as \"vid 100\"");
      }
      if (values.put(pair[0], pair[1].strip()) != null) {
        throw new Mistaken("\"" + pair[0] + "\" is said twice");
      }
    }
    return new Terms(values);
  }

  Optional<String> value(String word) {
    return Optional.ofNullable(values.get(word));
  }

  void allow(List<Word> words) {
    List<String> known = words.stream().map(Word::word).toList();
    for (String word : values.keySet()) {
      if (!known.contains(word)) {
        String nearest = DidYouMean.question(word, known);
        throw new Mistaken(
            "\""
                + word
                + "\" is not a word for these parentheses"
                + (nearest.isEmpty() ? "; known are " + String.join(", ", known) : nearest));
      }
    }
  }
}
