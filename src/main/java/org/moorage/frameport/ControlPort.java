package org.moorage.frameport;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.moorage.frameport.FramePortException.Reason;
import org.moorage.frameport.PortCounters.Drop;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.PcapDirection;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;

/**
 * Control frames on a real interface, by libpcap: untagged LLDP, ECP and draft ECP from the other
 * end of the link, never our own.
 *
 * <p>The kernel filters, so data traffic costs nothing here. The interface is told to receive the
 * three reserved group addresses. A port goes on reading when its interface is switched off and on
 * again; {@link #carrier} tells. With libpcap before 1.10 {@link #close} leaves the reading thread
 * behind until the next control frame arrives.
 */
public final class ControlPort implements FramePort {

  private static final String CONTROL_FRAMES =
      "ether proto 0x88cc or ether proto 0x8940 or ether proto 0x88b7";

  /** Room for some thousand control frames the reader has not taken yet. */
  private static final int QUEUE_OCTETS = 2 * 1024 * 1024;

  private final String name;
  private final PortCounters counters = new PortCounters();
  private final Object lock = new Object();
  private @Nullable Opened opened; // guarded by lock

  /** What is open between start and close; the reading thread releases it. */
  private record Opened(PcapHandle pcap, RawSocket membership, ReaderEnd end) {}

  /**
   * @param name of the interface; looked for when the port is started
   */
  public ControlPort(String name) {
    this.name = name;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public MacAddress mac() throws FramePortException {
    return SystemInterface.require(name).mac();
  }

  @Override
  public boolean carrier() {
    return SystemInterface.hasCarrier(name);
  }

  @Override
  public void start(FrameReceiver receiver) throws FramePortException {
    synchronized (lock) {
      if (opened != null) {
        throw new IllegalStateException("port " + name + " is already open");
      }
      SystemInterface on = SystemInterface.require(name);
      if (!on.up()) {
        throw RawSocket.notUp(name);
      }
      RawSocket membership = RawSocket.open(on);
      try {
        for (ReservedAddress address : ReservedAddress.values()) {
          membership.join(address.mac());
        }
        opened = new Opened(openPcap(), membership, new ReaderEnd());
      } finally {
        if (opened == null) {
          membership.close();
        }
      }
      Opened from = opened;
      Thread.ofPlatform().daemon().name("control-" + name).start(() -> read(from, receiver));
    }
  }

  @Override
  public void send(byte[] frame, int length) throws FramePortException {
    if (length < 14 || length > Math.min(MAX_FRAME, frame.length)) {
      throw new FramePortException(
          Reason.BAD_FRAME,
          "a frame of " + length + " octets cannot be sent; 14.." + MAX_FRAME + " can");
    }
    synchronized (lock) {
      Opened to = opened;
      if (to == null) {
        throw new FramePortException(Reason.NOT_OPEN, "port " + name + " is not open");
      }
      try {
        to.pcap().sendPacket(frame, length);
        counters.sent(length);
      } catch (PcapNativeException | NotOpenException refused) {
        throw said("send", refused);
      }
    }
  }

  @Override
  public FramePortCounters counters() {
    return counters.snapshot();
  }

  /** Returns when the reading thread has ended, unless it is that thread itself that closes. */
  @Override
  public void close() {
    Opened closing;
    synchronized (lock) {
      closing = opened;
      if (closing == null) {
        return;
      }
      opened = null;
      breakLoop(closing.pcap());
    }
    closing.end().await();
  }

  private PcapHandle openPcap() throws FramePortException {
    try {
      PcapHandle pcap =
          new PcapHandle.Builder(name)
              .snaplen(MAX_FRAME)
              .promiscuousMode(PromiscuousMode.NONPROMISCUOUS)
              .immediateMode(true)
              .bufferSize(QUEUE_OCTETS)
              .build();
      try {
        pcap.setFilter(CONTROL_FRAMES, BpfCompileMode.OPTIMIZE);
        pcap.setDirection(PcapDirection.IN);
        return pcap;
      } catch (PcapNativeException | NotOpenException refused) {
        pcap.close();
        throw said("filter", refused);
      }
    } catch (PcapNativeException refused) {
      throw said("open", refused);
    } catch (LinkageError noLibrary) {
      throw new FramePortException(
          Reason.NO_LIBRARY,
          "libpcap is missing: install it (Debian, Ubuntu: apt-get install libpcap0.8;"
              + " Fedora: dnf install libpcap)");
    }
  }

  /** The reading thread from its beginning to its end. */
  private void read(Opened from, FrameReceiver receiver) {
    from.end().begins();
    RuntimeException[] defect = new RuntimeException[1];
    FramePortException why = null;
    try {
      from.pcap()
          .loop(
              -1,
              (byte[] frame) -> {
                try {
                  deliver(frame, receiver);
                } catch (RuntimeException thrown) { // must not reach the native caller
                  defect[0] = thrown;
                  breakLoop(from.pcap());
                }
              });
    } catch (InterruptedException closed) {
      // what loop throws after breakLoop
    } catch (PcapNativeException | NotOpenException | RuntimeException failed) {
      why = said("receive", failed);
    }
    boolean closedByUs;
    synchronized (lock) {
      closedByUs = !from.equals(opened);
      if (!closedByUs) {
        opened = null;
      }
      from.membership().close();
      from.pcap().close();
    }
    from.end().reached();
    if (defect[0] != null) {
      why = new FramePortException(Reason.DEFECT, "reading from " + name + ": " + defect[0]);
      why.initCause(defect[0]);
    } else if (closedByUs) {
      return;
    }
    receiver.stopped(why != null ? why : RawSocket.notUp(name));
  }

  /** The kernel's filter does not see a tag it took off, and is set only after opening. */
  private void deliver(byte[] frame, FrameReceiver receiver) {
    if (frame.length < 14) {
      counters.dropped(Drop.TOO_SHORT);
      return;
    }
    int type = (frame[12] & 0xFF) << 8 | frame[13] & 0xFF;
    if (type != EtherType.LLDP.value()
        && type != EtherType.ECP.value()
        && type != EtherType.ECP_DRAFT.value()) {
      counters.dropped(Drop.NOT_A_CONTROL_FRAME);
      return;
    }
    counters.received(frame.length);
    receiver.received(frame, frame.length);
  }

  private static void breakLoop(PcapHandle pcap) {
    try {
      pcap.breakLoop();
    } catch (NotOpenException alreadyEnded) {
      // the reader has closed it
    }
  }

  /** libpcap's refusal; what it means is looked up where the words alone do not say. */
  private FramePortException said(String doing, Exception refused) {
    String words = Objects.requireNonNullElse(refused.getMessage(), refused.toString());
    if (SystemInterface.find(name).isEmpty()) {
      return RawSocket.vanished(name);
    }
    if (words.contains("Operation not permitted") || words.contains("permission")) {
      return RawSocket.noRights(name);
    }
    if (!SystemInterface.find(name).map(SystemInterface::up).orElse(false)) {
      return RawSocket.notUp(name);
    }
    return new FramePortException(
        Reason.REFUSED_BY_SYSTEM, "cannot " + doing + " on " + name + ": " + words);
  }
}
