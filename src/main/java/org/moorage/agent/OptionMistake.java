package org.moorage.agent;

/** An agent's option that is wrong; the message is one sentence: where, what, and what to write. */
public final class OptionMistake extends Exception {

  private static final long serialVersionUID = 1L;

  public OptionMistake(String message) {
    super(message);
  }
}
