package org.moorage.frameport;

import java.io.IOException;

/** Why an interface cannot be used; the message is one sentence for the operator, with the fix. */
public final class FramePortException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is missing. */
  public enum Reason {
    /** No interface of that name. */
    UNKNOWN_INTERFACE,
    /** The process may not open raw sockets. */
    NO_RIGHTS,
    /** The interface is there but switched off. */
    INTERFACE_DOWN,
    /** The interface was there and is gone. */
    INTERFACE_VANISHED,
    /** A native library is not installed, or the system is not Linux. */
    NO_LIBRARY,
    /** The frame is too short or too long for the interface. */
    BAD_FRAME,
    /** The port was not started, or is closed. */
    NOT_OPEN,
    /** Anything else the system says. */
    REFUSED_BY_SYSTEM,
    /** The receiver of the frames threw: a defect in the program, kept as the cause. */
    DEFECT
  }

  private final Reason reason;

  public FramePortException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
