package org.moorage.app;

import java.util.Optional;

/**
 * One thing the doctor looked at.
 *
 * @param topic one or two words
 * @param words what was found
 * @param fix what to do, in one line; present exactly where something is not as it should be
 */
record Finding(Role role, State state, String topic, String words, Optional<String> fix) {

  /** Who needs it. */
  enum Role {
    /** Every role of the program, also labs. */
    ALL,
    AGENT
  }

  /** How bad it is. */
  enum State {
    OK,
    /** The role runs, but not as well as it could. */
    NOTE,
    /** The role does not run. */
    MISSING
  }

  Finding {
    if (fix.isPresent() == (state == State.OK)) {
      throw new IllegalArgumentException("a finding has a fix when it is not fine: " + words);
    }
  }

  static Finding ok(Role role, String topic, String words) {
    return new Finding(role, State.OK, topic, words, Optional.empty());
  }

  static Finding note(Role role, String topic, String words, String fix) {
    return new Finding(role, State.NOTE, topic, words, Optional.of(fix));
  }

  static Finding missing(Role role, String topic, String words, String fix) {
    return new Finding(role, State.MISSING, topic, words, Optional.of(fix));
  }
}
