package org.moorage.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.moorage.frameport.FramePort;
import org.moorage.frameport.FramePortCounters;
import org.moorage.frameport.FramePortException;
import org.moorage.frameport.FrameReceiver;

/**
 * Keeps one {@link FramePort} open: an interface that goes away and comes back is opened again. One
 * thread calls it; frames and the end of reading come from the port's own.
 */
public final class PortKeeper implements FrameReceiver, AutoCloseable {

  private final FramePort port;
  private final FrameReceiver receiver;
  private final AtomicLong unsent = new AtomicLong();
  private boolean open;
  private volatile boolean stopped;
  private Optional<String> trouble = Optional.empty();

  public PortKeeper(FramePort port, FrameReceiver receiver) {
    this.port = port;
    this.receiver = receiver;
  }

  public FramePort port() {
    return port;
  }

  /** Opens it for the first time: what stands in the way is for the operator. */
  public void open() throws FramePortException {
    port.start(this);
    open = true;
  }

  /**
   * Looks after it; to be called every 200 ms.
   *
   * @return whether it is open and its link is up
   */
  public boolean isUp() {
    if (stopped) {
      stopped = false;
      open = false;
      port.close();
    }
    if (!open) {
      try {
        port.start(this);
        open = true;
        trouble = Optional.empty();
      } catch (FramePortException e) {
        trouble = isAway(e) ? Optional.empty() : Optional.ofNullable(e.getMessage());
      }
    }
    return open && port.carrier();
  }

  /** A frame could not be handed over: the interface is gone, or does not take it. */
  public void countUnsent() {
    unsent.incrementAndGet();
  }

  /**
   * What passed the port, and what did not.
   *
   * @param overflow frames that were read and found no room on our side
   */
  public FramePortCounters counters(long overflow) {
    FramePortCounters counters = port.counters();
    Map<String, Long> dropped = new HashMap<>(counters.dropped());
    if (overflow > 0) {
      dropped.merge("flood: the agent was not ready for more", overflow, Long::sum);
    }
    if (unsent.get() > 0) {
      dropped.merge("could not be sent", unsent.get(), Long::sum);
    }
    return new FramePortCounters(
        counters.framesIn(),
        counters.octetsIn(),
        counters.framesOut(),
        counters.octetsOut(),
        dropped);
  }

  /** It is simply not back yet; that it went was told when it went. */
  private static boolean isAway(FramePortException e) {
    return e.reason() == FramePortException.Reason.UNKNOWN_INTERFACE
        || e.reason() == FramePortException.Reason.INTERFACE_DOWN;
  }

  /**
   * What keeps it from being opened again, other than that the interface is away; or what is not as
   * it should be though it is open.
   */
  public Optional<String> trouble() {
    return trouble.or(port::remark);
  }

  @Override
  public void received(byte[] frame, int length) {
    receiver.received(frame, length);
  }

  @Override
  public void paused() {
    receiver.paused();
  }

  @Override
  public void stopped(FramePortException why) {
    stopped = true;
    receiver.stopped(why);
  }

  @Override
  public void close() {
    port.close();
    open = false;
  }
}
