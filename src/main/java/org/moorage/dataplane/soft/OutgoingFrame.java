package org.moorage.dataplane.soft;

import java.lang.invoke.VarHandle;
import org.moorage.dataplane.FrameSink;
import org.moorage.protocol.ethernet.ETag;

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
  private static final int NOT_MADE = -2;

  /** No E-TAG. */
  private static final long NONE = 0;

  private static final VarHandle U16 = FrameView.view(short[].class);
  private static final VarHandle U32 = FrameView.view(int[].class);
  private static final VarHandle U64 = FrameView.view(long[].class);

  private final byte[] head = new byte[ADDRESSES + ETag.SIZE + 2 * TAG + ETHER_TYPE + IPV4_HEADER];

  private FrameView frame = new FrameView();
  private int priorityBits;
  private int dscp;
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
    madeControl = NOT_MADE;
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
    if (control == frame.control && dscp < 0 && noOuterTag) {
      out.send(port.link, frame.bytes, frame.length);
      return;
    }
    if (control != madeControl || port.svid != madeSvid || way != madeWay) {
      make(control, port.svid, way);
    }
    out.send(port.link, head, headLength, frame.bytes, restAt, frame.length);
  }

  private void make(int control, int svid, long way) {
    byte[] from = frame.bytes;
    U64.set(head, 0, (long) U64.get(from, 0));
    U32.set(head, 8, (int) U32.get(from, 8));
    int at = ADDRESSES;
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
    headLength = dscp >= 0 ? mark(at) : at;
  }

  /**
   * EtherType and header, marked. The checksum of an IPv4 header is corrected by the difference
   * (RFC 1624, equation 3).
   *
   * @return where the head ends now
   */
  private int mark(int at) {
    int header = at + ETHER_TYPE;
    int size = frame.ipVersion == 4 ? IPV4_HEADER : ETHER_TYPE;
    System.arraycopy(frame.bytes, restAt, head, at, ETHER_TYPE + size);
    restAt += ETHER_TYPE + size;
    int trafficClass = dscp << 2 | frame.trafficClass & 3;
    int before = u16(header);
    if (frame.ipVersion == 4) {
      putU16(header, before & 0xFF00 | trafficClass);
      int sum = (~u16(header + 10) & 0xFFFF) + (~before & 0xFFFF) + u16(header);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      sum = (sum & 0xFFFF) + (sum >>> 16);
      putU16(header + 10, ~sum & 0xFFFF);
    } else {
      putU16(header, before & 0xF00F | trafficClass << 4);
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
