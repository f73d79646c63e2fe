package org.moorage.agent.link;

import java.time.Duration;

/** A manager did not do what it was asked; the message is a sentence for people. */
final class LinkTrouble extends Exception {

  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  enum Kind {
    /** Nobody there, or not in order: begin anew, perhaps with another manager. */
    BROKEN,
    /** Not now: the same again a little later. */
    LATER,
    /** What was sent is not acceptable as it is. */
    UNACCEPTABLE,
    /** There is no such thing. */
    NOT_FOUND
  }

  private final Kind kind;
  private final Duration retryAfter;

  LinkTrouble(Kind kind, String sentence, Duration retryAfter) {
    super(sentence);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  LinkTrouble(Kind kind, String sentence) {
    this(kind, sentence, Duration.ZERO);
  }

  Kind kind() {
    return kind;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
