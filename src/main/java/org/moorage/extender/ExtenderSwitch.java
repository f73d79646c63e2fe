package org.moorage.extender;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.moorage.dataplane.ControlSink;
import org.moorage.dataplane.FrameSink;
import org.moorage.edge.PortName;
import org.moorage.frameport.FramePort;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPortCounters;

/**
 * What a port extender does with frames (IEEE 802.1BR, "Port Extender"): each frame of a station
 * goes up behind the E-TAG of its port, each frame from upstream goes down to the port or group its
 * E-TAG names. It learns nothing and looks at no address; the controlling bridge does.
 *
 * <p>Any number of threads bring frames at once, whatever is in them. One thread, that of its
 * {@link PortExtender}, changes what leads where.
 */
public final class ExtenderSwitch {

  /** The longest frame of a station, octets without FCS: with its E-TAG the other end takes it. */
  public static final int MAX_FRAME = FramePort.MAX_FRAME - ETag.SIZE;

  private static final int ADDRESSES = 12;
  private static final int HEADER = ADDRESSES + 2;
  private static final int VLAN_TAG = 4;

  /** A port a station is connected to. */
  private static final class ExtendedInterface {
    final PortName name;
    final LongAdder framesIn = new LongAdder();
    final LongAdder octetsIn = new LongAdder();
    final LongAdder framesOut = new LongAdder();
    final LongAdder octetsOut = new LongAdder();
    final ExtenderDrops drops = new ExtenderDrops();

    ExtendedInterface(PortName name) {
      this.name = name;
    }
  }

  private final PortName upstream;
  private final List<ExtendedInterface> ports = new ArrayList<>();
  private final Map<PortName, Integer> indexes = new LinkedHashMap<>();
  private final ExtenderDrops upstreamDrops = new ExtenderDrops();
  private volatile ExtenderTables tables;
  private volatile ControlSink control = (port, frame, length) -> {};

  /**
   * @param extended 1..{@value CspSpeaker#MAX_PORTS} names, none twice and none the upstream's
   */
  public ExtenderSwitch(PortName upstream, List<PortName> extended) {
    if (extended.isEmpty() || extended.size() > CspSpeaker.MAX_PORTS) {
      throw new IllegalArgumentException(
          "extended ports " + extended.size() + " are outside 1.." + CspSpeaker.MAX_PORTS);
    }
    this.upstream = upstream;
    for (PortName name : extended) {
      if (name.equals(upstream) || indexes.put(name, ports.size()) != null) {
        throw new IllegalArgumentException("port " + name + " is named twice");
      }
      ports.add(new ExtendedInterface(name));
    }
    tables = ExtenderTables.ofPorts(ports.size());
  }

  public PortName upstream() {
    return upstream;
  }

  /** In the order of their numbers, the first of which is 1. */
  public List<PortName> extended() {
    return List.copyOf(indexes.keySet());
  }

  /**
   * Where LLDP and ECP go that come from upstream without an E-TAG: to {@link
   * PortExtender#receive}. Where the two are read apart, as on a real interface, none comes here.
   */
  public void controlTo(ControlSink sink) {
    control = sink;
  }

  /**
   * For one thread that reads frames of one port.
   *
   * @param port the upstream or an extended one
   */
  public ExtenderIntake intake(PortName port) {
    if (port.equals(upstream)) {
      return new ExtenderIntake(this, ExtenderIntake.UPSTREAM);
    }
    Integer index = indexes.get(port);
    if (index == null) {
      throw new IllegalArgumentException("there is no port " + port);
    }
    return new ExtenderIntake(this, index);
  }

  /**
   * Takes one frame; who brings many uses an {@linkplain #intake intake}.
   *
   * @param length octets of it that are the frame, without FCS
   */
  public void receive(PortName in, byte[] frame, int length, FrameSink out) {
    intake(in).receive(frame, length, out);
  }

  /**
   * @param head room for the addresses and an E-TAG
   */
  void fromStation(int index, byte[] head, byte[] frame, int length, FrameSink out) {
    ExtenderTables now = tables;
    ExtendedInterface port = ports.get(index);
    port.framesIn.increment();
    port.octetsIn.add(length);
    if (length < HEADER) {
      port.drops.count(ExtenderDropReason.TOO_SHORT);
      return;
    }
    int type = u16(frame, ADDRESSES);
    int tag = now.defaultPcp(index) << 1;
    if (type == EtherType.C_TAG.value() || type == EtherType.S_TAG.value()) {
      if (length < HEADER + VLAN_TAG) {
        port.drops.count(ExtenderDropReason.TOO_SHORT);
        return;
      }
      tag = (frame[HEADER] & 0xFF) >>> 4; // PCP and DEI stand as E-PCP and E-DEI do
    }
    int channel = now.channelOf(index);
    if (length > MAX_FRAME) {
      port.drops.count(ExtenderDropReason.TOO_LONG);
    } else if (type == EtherType.E_TAG.value()) {
      port.drops.count(ExtenderDropReason.SENT_E_TAG);
    } else if (channel == ExtenderTables.NONE) {
      port.drops.count(ExtenderDropReason.NOT_GRANTED);
    } else if (!now.isEnabled(index)) {
      port.drops.count(ExtenderDropReason.DISABLED);
    } else {
      System.arraycopy(frame, 0, head, 0, ADDRESSES);
      put16(head, ADDRESSES, EtherType.E_TAG.value());
      put16(head, ADDRESSES + 2, tag << 12);
      put16(head, ADDRESSES + 4, channel & 0xFFF);
      head[ADDRESSES + 6] = 0;
      head[ADDRESSES + 7] = (byte) (channel >>> 12);
      out.send(upstream, head, ADDRESSES + ETag.SIZE, frame, ADDRESSES, length);
    }
  }

  void fromUpstream(byte[] frame, int length, FrameSink out) {
    if (length < HEADER) {
      upstreamDrops.count(ExtenderDropReason.TOO_SHORT);
      return;
    }
    int type = u16(frame, ADDRESSES);
    if (type == EtherType.LLDP.value() || type == EtherType.ECP.value()) {
      control.received(upstream, frame, length);
    } else if (type != EtherType.E_TAG.value()) {
      upstreamDrops.count(ExtenderDropReason.NO_E_TAG);
    } else if (length < HEADER + ETag.SIZE) {
      upstreamDrops.count(ExtenderDropReason.TOO_SHORT);
    } else {
      int first = u16(frame, ADDRESSES + 2);
      int second = u16(frame, ADDRESSES + 4);
      int ingress = (frame[ADDRESSES + 6] & 0xFF) << 12 | first & 0xFFF;
      int channel =
          (second >>> 12 & 3) << 20 | (frame[ADDRESSES + 7] & 0xFF) << 12 | second & 0xFFF;
      lead(channel, ingress, frame, length, out);
    }
  }

  private void lead(int channel, int ingress, byte[] frame, int length, FrameSink out) {
    ExtenderTables now = tables;
    if (channel < EChannelId.FIRST_GROUP) {
      int port = now.portOf(channel);
      if (port < 0) {
        upstreamDrops.count(ExtenderDropReason.NO_E_CHANNEL);
      } else {
        toStation(now, port, frame, length, out);
      }
      return;
    }
    int[] members = now.membersOf(channel);
    if (members == null) {
      upstreamDrops.count(ExtenderDropReason.NO_E_CHANNEL);
      return;
    }
    for (int port : members) {
      if (now.channelOf(port) != ingress) { // who sent it does not get it back
        toStation(now, port, frame, length, out);
      }
    }
  }

  private void toStation(ExtenderTables now, int index, byte[] frame, int length, FrameSink out) {
    if (!now.isEnabled(index)) {
      upstreamDrops.count(ExtenderDropReason.DISABLED);
      return;
    }
    ExtendedInterface port = ports.get(index);
    port.framesOut.increment();
    port.octetsOut.add(length - ETag.SIZE);
    out.send(port.name, frame, ADDRESSES, frame, ADDRESSES + ETag.SIZE, length);
  }

  ExtenderTables tables() {
    return tables;
  }

  /** From now on frames go by these. */
  void use(ExtenderTables next) {
    tables = next;
  }

  /**
   * What a port has counted since this was made.
   *
   * @param number of the port, 1..
   */
  public ExtendedPortCounters counters(int number) {
    ExtendedInterface port = ports.get(number - 1);
    return new ExtendedPortCounters(
        number,
        port.framesIn.sum(),
        port.octetsIn.sum(),
        port.framesOut.sum(),
        port.octetsOut.sum(),
        port.drops.sum());
  }

  /** Frames received on a port and passed on by nobody, by reason; reasons that occurred. */
  public Map<ExtenderDropReason, Long> drops(PortName port) {
    if (port.equals(upstream)) {
      return upstreamDrops.snapshot();
    }
    Integer index = indexes.get(port);
    return index == null ? Collections.emptyMap() : ports.get(index).drops.snapshot();
  }

  private static int u16(byte[] octets, int at) {
    return (octets[at] & 0xFF) << 8 | octets[at + 1] & 0xFF;
  }

  private static void put16(byte[] octets, int at, int value) {
    octets[at] = (byte) (value >>> 8);
    octets[at + 1] = (byte) value;
  }
}
