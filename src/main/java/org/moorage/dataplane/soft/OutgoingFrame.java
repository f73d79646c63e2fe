package org.moorage.dataplane.soft;

import org.moorage.dataplane.FrameSink;

/**
 * A frame in the forms it leaves in: with the tag of its VLAN or without, with an S-channel's,
 * marked. What needs no change is sent from the octets it came in; each other form is made once.
 */
final class OutgoingFrame {

  private static final int ADDRESSES = 12;
  private static final int TAG = 4;
  private static final int NOT_MADE = -2;

  private final byte[] made = new byte[SoftSwitchSettings.MAX_FRAME + 2 * TAG];

  private FrameView frame = new FrameView();
  private int priorityBits;
  private int dscp;
  private int madeControl;
  private int madeSvid;
  private int madeLength;

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
    int control = vid == 0 ? FrameView.UNTAGGED : priorityBits | vid;
    boolean noServiceTag = port.svid == 0 && frame.serviceControl == FrameView.UNTAGGED;
    if (control == frame.control && dscp < 0 && noServiceTag) {
      out.send(port.link, frame.bytes, frame.length);
      return;
    }
    if (control != madeControl || port.svid != madeSvid) {
      make(control, port.svid);
    }
    out.send(port.link, made, madeLength);
  }

  private void make(int control, int svid) {
    int at = ADDRESSES;
    System.arraycopy(frame.bytes, 0, made, 0, ADDRESSES);
    if (svid != 0) {
      putU16(at, 0x88A8);
      putU16(at + 2, priorityBits | svid);
      at += TAG;
    }
    if (control != FrameView.UNTAGGED) {
      putU16(at, 0x8100);
      putU16(at + 2, control);
      at += TAG;
    }
    int typeAt = frame.payload - 2;
    int rest = frame.length - typeAt;
    System.arraycopy(frame.bytes, typeAt, made, at, rest);
    madeLength = at + rest;
    madeControl = control;
    madeSvid = svid;
    if (dscp >= 0) {
      mark(at + 2);
    }
  }

  /** The checksum of an IPv4 header is corrected by the difference (RFC 1624, equation 3). */
  private void mark(int header) {
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
  }

  private int u16(int at) {
    return (made[at] & 0xFF) << 8 | made[at + 1] & 0xFF;
  }

  private void putU16(int at, int value) {
    made[at] = (byte) (value >>> 8);
    made[at + 1] = (byte) value;
  }
}
