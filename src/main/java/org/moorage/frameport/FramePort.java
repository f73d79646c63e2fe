package org.moorage.frameport;

import java.util.Optional;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * A door to a real interface: raw frames in and out, without FCS.
 *
 * <p>Constructing one touches nothing. {@link #start} opens the interface and begins to read on a
 * platform thread of its own; {@link #close} ends both and may be followed by another {@code
 * start}. {@link #send} may be called from any thread, one call at a time goes out.
 */
public interface FramePort extends AutoCloseable {

  /** The interface's name as the system knows it. */
  String name();

  /**
   * The interface's own address.
   *
   * @throws FramePortException when there is no such interface
   */
  MacAddress mac() throws FramePortException;

  /**
   * Whether the link is up, read afresh at every call. An interface that is gone or switched off
   * has no carrier.
   */
  boolean carrier();

  /**
   * Opens the interface and hands every frame that arrives to {@code receiver}.
   *
   * @throws FramePortException when it cannot be opened; its message says what to do
   */
  void start(FrameReceiver receiver) throws FramePortException;

  /**
   * Sends one frame. Where the interface's queue is full the frame is dropped and counted, as a
   * switch does.
   *
   * @param length octets of {@code frame} to send, 14..{@link #MAX_FRAME}
   * @throws FramePortException when the port is not open or the system refuses the frame
   */
  void send(byte[] frame, int length) throws FramePortException;

  default void send(Octets frame) throws FramePortException {
    byte[] bytes = frame.toArray();
    send(bytes, bytes.length);
  }

  /** What is not as it should be though the port works, in a sentence. */
  default Optional<String> remark() {
    return Optional.empty();
  }

  /** What happened since the port was made. */
  FramePortCounters counters();

  @Override
  void close();

  /** The largest frame handled, without FCS: a jumbo payload, Ethernet header, four VLAN tags. */
  int MAX_FRAME = 9_000 + 14 + 4 * 4;
}
