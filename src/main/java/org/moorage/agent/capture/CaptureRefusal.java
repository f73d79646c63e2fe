package org.moorage.agent.capture;

/** A mirror or a capture that cannot begin; the message says why and what to do. */
public final class CaptureRefusal extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is in the way. */
  public enum Kind {
    /** There is no such vPort, mirror or capture. */
    NOT_FOUND,
    /** This agent has nothing that could do it. */
    NOT_HERE,
    /** There are as many as there may be, or something else contradicts it for now. */
    NOT_NOW
  }

  private final Kind kind;

  CaptureRefusal(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Why and what to do. */
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
