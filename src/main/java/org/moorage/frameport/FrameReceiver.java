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
   * The port has stopped reading by itself: its interface vanished, or the system refused. It is
   * closed; start it again when the interface is back.
   */
  default void stopped(FramePortException why) {}
}
