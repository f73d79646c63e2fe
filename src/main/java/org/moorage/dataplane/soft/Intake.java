package org.moorage.dataplane.soft;

import org.moorage.dataplane.FrameSink;

/**
 * The way of one port's frames into the soft switch, for one thread: the port is looked up once and
 * not for every frame.
 */
public final class Intake {

  private final SwitchPort port;
  private final FramePath path;

  Intake(SwitchPort port, FramePath path) {
    this.port = port;
    this.path = path;
  }

  /**
   * One frame came in. Whatever its octets, nothing is thrown.
   *
   * @param frame read before this returns; changed forms are sent from octets of the switch
   * @param length octets of it that are the frame, without FCS
   * @param nowNanos a clock in nanoseconds that runs at the speed of time, the same at every call
   * @param out gets every copy that leaves, before this returns; hands in no frame itself
   */
  public void receive(byte[] frame, int length, long nowNanos, FrameSink out) {
    path.receive(port, frame, length, nowNanos, out);
  }

  /**
   * No more frames for now. Called at the latest before its thread waits: until then the counters
   * lack some of the frames.
   */
  public void paused() {
    path.paused();
  }
}
