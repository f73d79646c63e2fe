package org.moorage.dataplane.soft;

import java.lang.invoke.VarHandle;
import org.moorage.dataplane.FrameSink;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.nvgre.FlowId;
import org.moorage.protocol.nvgre.NvgreHeader;
import org.moorage.protocol.nvgre.OuterHeader;

/**
 * A frame in the forms it leaves in: with the tag of its VLAN or without, with an S-channel's or an
 * extended port's, marked. What needs no change is sent from the octets it came in; of each other
 * form the headers are made once and the rest is sent from where it came in.
 */
final class OutgoingFrame {

  private static final int ADDRESSES = 12;
  private static final int TAG = 4;
  private static final int ETHER_TYPE = 2;
  private static final int IPV4_HEADER = 20;

  /** Octets of an IPv6 header up to its hop limit. */
  private static final int IPV6_CHANGED = 8;

  private static final int NOT_MADE = -2;

  /** No E-TAG. */
  private static final long NONE = 0;

  private static final VarHandle U16 = FrameView.view(short[].class);
  private static final VarHandle U32 = FrameView.view(int[].class);
  private static final VarHandle U64 = FrameView.view(long[].class);

  /** Of the two forms that have an IP header inside, the longer: an envelope over IPv6. */
  private static final int LONGEST =
      ADDRESSES + TAG + ETHER_TYPE + 40 + NvgreHeader.SIZE + ADDRESSES + ETHER_TYPE + IPV4_HEADER;

  /** The same address as before. */
  private static final long KEPT = -1;

  private static final int CONGESTED = 3;

  private final byte[] head = new byte[LONGEST];

  private FrameView frame = new FrameView();
  private int priorityBits;
  private int dscp;
  private long destination = KEPT;
  private long source = KEPT;

  /** One hop of its time to live is used up here. */
  private boolean hop;

  private boolean congested;

  /** Something in the IP header is written anew. */
  private boolean changesIp;

  private int madeControl;
  private int madeSvid;
  private long madeWay;
  private int headLength;

  /** Where the rest begins in what came in. */
  private int restAt;

  /**
   * @param priorityBits PCP and DEI in their places in the tag
   * @param dscp to write into IP headers, or -1
   */
  void begin(FrameView received, int priorityBits, int dscp) {
    frame = received;
    this.priorityBits = priorityBits;
    boolean marks = dscp >= 0 && received.ipVersion != 0 && received.trafficClass >>> 2 != dscp;
    this.dscp = marks ? dscp : -1;
    changesIp = marks;
    destination = KEPT;
    source = KEPT;
    hop = false;
    congested = false;
    madeControl = NOT_MADE;
  }

  /** Another frame is marked as this one is: a part of it. */
  void inherit(OutgoingFrame other, FrameView part) {
    other.begin(part, priorityBits, dscp);
  }

  /**
   * It is handed on by an address, not by the frame's destination.
   *
   * @param to whose it is now
   * @param routed from one subnet to another, by the gateway
   */
  void redirect(long to, boolean routed) {
    destination = to;
    source = routed ? VirtualSubnet.GATEWAY.bits() : KEPT;
    hop = routed;
    changesIp = (routed || congested || dscp >= 0) && frame.ipVersion != 0;
    madeControl = NOT_MADE;
  }

  /** It met congestion on the way here (RFC 6040). */
  void congested() {
    congested = true;
    changesIp = true;
  }

  /**
   * @param vid of its C-TAG; 0 sends it without one
   */
  void send(SwitchPort port, int vid, FrameSink out) {
    send(port, way(port.eChannel, 0), vid, out);
  }

  /**
   * One copy for many ports of an extender.
   *
   * @param group GRP and E-CID
   * @param ingress the E-CID of the port behind that extender it came from, which gets none; or 0
   */
  void sendGroup(SwitchPort cascade, int group, int ingress, int vid, FrameSink out) {
    send(cascade, way(group, ingress), vid, out);
  }

  /** E-channel and where from, as one number. */
  private static long way(int channel, int ingress) {
    return (long) ingress << 32 | channel;
  }

  private void send(SwitchPort port, long way, int vid, FrameSink out) {
    int control = vid == 0 ? FrameView.UNTAGGED : priorityBits | vid;
    boolean noOuterTag =
        port.svid == 0
            && way == NONE
            && frame.serviceControl == FrameView.UNTAGGED
            && frame.eChannel == FrameView.UNTAGGED;
    boolean same = destination == KEPT && !changesIp && frame.start == 0;
    if (control == frame.control && same && noOuterTag) {
      out.send(port.link, frame.bytes, frame.length);
      return;
    }
    if (control != madeControl || port.svid != madeSvid || way != madeWay) {
      make(control, port.svid, way);
    }
    out.send(port.link, head, headLength, frame.bytes, restAt, frame.length);
  }

  private void make(int control, int svid, long way) {
    int at = addresses(0);
    if (way != NONE) {
      int channel = (int) way;
      int ingress = (int) (way >>> 32);
      U32.set(head, at, 0x893F << 16 | priorityBits | ingress & 0xFFF);
      int exts = ingress >>> 12 << 8 | channel >>> 12 & 0xFF;
      U32.set(head, at + 4, (channel >>> 20 << 12 | channel & 0xFFF) << 16 | exts);
      at += ETag.SIZE;
    }
    if (svid != 0) {
      U32.set(head, at, 0x88A8 << 16 | priorityBits | svid);
      at += TAG;
    }
    if (control != FrameView.UNTAGGED) {
      U32.set(head, at, 0x8100 << 16 | control);
      at += TAG;
    }
    restAt = frame.payload - ETHER_TYPE;
    madeControl = control;
    madeSvid = svid;
    madeWay = way;
    headLength = changesIp ? mark(at) : at;
  }

  /** Destination and source, as they are from here on. */
  private int addresses(int at) {
    byte[] from = frame.bytes;
    int start = frame.start;
    if (destination == KEPT) {
      U64.set(head, at, (long) U64.get(from, start));
      U32.set(head, at + 8, (int) U32.get(from, start + 8));
      return at + ADDRESSES;
    }
    long sender = source == KEPT ? frame.source : source;
    U64.set(head, at, destination << 16 | sender >>> 32);
    U32.set(head, at + 8, (int) sender);
    return at + ADDRESSES;
  }

  /**
   * Sends it to another edge.
   *
   * @param to what it is put into
   * @param vsid of the VM it is for
   * @param timeToLive of the envelope
   */
  void envelop(Envelope to, SwitchPort port, int vsid, int timeToLive, FrameSink out) {
    System.arraycopy(to.octets, 0, head, 0, to.octets.length);
    restAt = frame.payload - ETHER_TYPE;
    int inner = addresses(to.octets.length);
    headLength = changesIp ? mark(inner) : inner;
    // Behind mark: what the VM's packet says there now is said outside, too.
    int trafficClass = frame.ipVersion == 0 ? 0 : changesIp ? marked() : frame.trafficClass;
    int payload = headLength - to.key + NvgreHeader.SIZE / 2 + frame.length - restAt;
    if (to.v6) {
      U32.set(head, to.ip, 6 << 28 | trafficClass << 20);
      putU16(to.ip + 4, payload);
      head[to.ip + 7] = (byte) timeToLive;
    } else {
      putU16(to.ip, 0x4500 | trafficClass);
      putU16(to.ip + 2, payload + OuterHeader.SIZE_4);
      head[to.ip + 8] = (byte) timeToLive;
      int lived = timeToLive - OuterHeader.TIME_TO_LIVE << 8;
      int sum = to.sum + trafficClass + payload + OuterHeader.SIZE_4 + lived;
      sum = (sum & 0xFFFF) + (sum >>> 16);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      putU16(to.ip + 10, ~sum & 0xFFFF);
    }
    long from = frame.fromHigh ^ frame.fromLow;
    long whereTo = frame.toHigh ^ frame.toLow;
    int flow = FlowId.of(from, whereTo, frame.protocol, frame.fromPort, frame.toPort);
    U32.set(head, to.key, vsid << 8 | flow);
    madeControl = NOT_MADE;
    out.send(port.link, head, headLength, frame.bytes, restAt, frame.length);
  }

  /** DSCP and ECN as they are from here on. */
  private int marked() {
    int ecn = congested ? CONGESTED : frame.trafficClass & 3;
    return (dscp >= 0 ? dscp << 2 : frame.trafficClass & 0xFC) | ecn;
  }

  /**
   * EtherType and header, marked, and one hop further where it is routed. The checksum of an IPv4
   * header is corrected by the difference (RFC 1624, equation 3).
   *
   * @return where the head ends now
   */
  private int mark(int at) {
    int header = at + ETHER_TYPE;
    int size = frame.ipVersion == 4 ? IPV4_HEADER : IPV6_CHANGED;
    System.arraycopy(frame.bytes, restAt, head, at, ETHER_TYPE + size);
    restAt += ETHER_TYPE + size;
    int before = u16(header);
    if (frame.ipVersion == 4) {
      putU16(header, before & 0xFF00 | marked());
      int lived = u16(header + 8);
      putU16(header + 8, hop ? lived - 0x100 : lived);
      int sum = (~u16(header + 10) & 0xFFFF) + (~before & 0xFFFF) + u16(header);
      sum += (~lived & 0xFFFF) + u16(header + 8);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      putU16(header + 10, ~sum & 0xFFFF);
    } else {
      putU16(header, before & 0xF00F | marked() << 4);
      head[header + 7] -= (byte) (hop ? 1 : 0);
    }
    return header + size;
  }

  private int u16(int at) {
    return (short) U16.get(head, at) & 0xFFFF;
  }

  private void putU16(int at, int value) {
    U16.set(head, at, (short) value);
  }
}
