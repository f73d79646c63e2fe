package org.moorage.bench;

/** Frames in and out of one end of a {@link Segment}, as bytes. */
interface RawLink extends AutoCloseable {

  void send(byte[] frame, int length);

  /**
   * Waits for one frame.
   *
   * @return its length, or 0 when none came in time
   */
  int receive(byte[] into, long timeoutNanos);

  /** When the frame last received arrived, in {@link System#nanoTime}. */
  long arrivedAt();

  @Override
  void close();
}
