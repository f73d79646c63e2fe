package org.moorage.extender;

import org.moorage.dataplane.FrameSink;
import org.moorage.protocol.ethernet.ETag;

/** Where one thread at a time brings the frames of one port of an {@link ExtenderSwitch}. */
public final class ExtenderIntake {

  static final int UPSTREAM = -1;

  private final ExtenderSwitch plane;
  private final int index;

  /** The addresses and the E-TAG of the frame in hand. */
  private final byte[] head = new byte[12 + ETag.SIZE];

  ExtenderIntake(ExtenderSwitch plane, int index) {
    this.plane = plane;
    this.index = index;
  }

  /**
   * Takes a frame of any content.
   *
   * @param frame only read, and not kept
   * @param length octets of it that are the frame, without FCS
   * @param out takes what is sent on before this returns
   */
  public void receive(byte[] frame, int length, FrameSink out) {
    if (index == UPSTREAM) {
      plane.fromUpstream(frame, length, out);
    } else {
      plane.fromStation(index, head, frame, length, out);
    }
  }
}
