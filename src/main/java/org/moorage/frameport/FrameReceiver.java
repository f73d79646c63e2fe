package org.moorage.frameport;

/** Takes what a {@link FramePort} reads; called on the port's own thread. */
@FunctionalInterface
public interface FrameReceiver {

  /**
   * A frame arrived.
   *
   * @param frame the port's own buffer, to be read only and only during the call
   * @param length octets of the frame in it
   */
  void received(byte[] frame, int length);

  /**
   * No more frames are in hand: what was put off until it can be done for many at once is done now.
   * Called often while frames arrive, and at the latest before the port waits for the next one.
   */
  default void paused() {}

  /**
   * The port has stopped reading by itself: its interface vanished, or the system refused. It is
   * closed; start it again when the interface is back.
   */
  default void stopped(FramePortException why) {}
}
