package org.moorage.simulator;

import java.util.Optional;
import java.util.stream.Stream;

/** A place in a sentence that the writer fills. */
enum Slot {
  STATION("station", Slot.NAME),
  SWITCH("switch", Slot.NAME),
  VM("vm", Slot.NAME),
  NEW_VM("new-vm", Slot.NAME),
  VMS("vms", "[A-Za-z][\\w.-]*\\{n\\}[\\w.-]*"),
  PORT("port", Slot.NAME + ":" + Slot.NAME),
  PLACE("place", Slot.NAME + "(?::" + Slot.NAME + "(?:[/:]\\d+)?)?"),
  TYPE("type", "[\\w.-]+/\\d+"),
  COUNT("count", "\\d+"),
  LENGTH("length", "\\d+(?:\\.\\d+)?(?:us|ms|s|min|h)"),
  SPAN(
      "span",
      "(?:\\d+(?:\\.\\d+)?(?:us|ms|s|min|h)|[a-z-]+(?:\\+\\d+(?:\\.\\d+)?(?:us|ms|s|min|h))?)"),
  TEXT("text", "\"[^\"]*\""),
  TERMS("terms", "\\([^()]*\\)|\\{[^{}]*\\}");

  private static final String NAME = "[A-Za-z][\\w.-]*";

  private final String word;
  private final String pattern;

  Slot(String word, String pattern) {
    this.word = word;
    this.pattern = pattern;
  }

  String word() {
    return word;
  }

  /** A regular expression of what may stand here, for the schema too. */
  String pattern() {
    return pattern;
  }

  boolean takes(String token) {
    return token.matches(pattern);
  }

  static Optional<Slot> of(String word) {
    return Stream.of(values()).filter(slot -> slot.word.equals(word)).findFirst();
  }
}
