package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.protocol.ethernet.EthernetFrame;

/**
 * The headers of one frame, read once. One object serves a thread's every frame; nothing is
 * allocated. What a header does not have or is too short to have reads as -1.
 */
final class FrameView {

  static final int UNTAGGED = -1;

  private static final int C_TAG = 0x8100;
  private static final int S_TAG = 0x88A8;
  private static final int OLD_Q_IN_Q = 0x9100;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;

  /** More extension headers than this nobody sends in good faith. */
  private static final int MAX_EXTENSIONS = 8;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int SCTP = 132;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  byte[] bytes = new byte[0];
  int length;
  long destination;
  long source;

  /** The tag's sixteen bits, or {@link #UNTAGGED}. */
  int control;

  int etherType;

  /** Where what the EtherType announces begins. */
  int payload;

  /** 4, 6, or 0 where the frame is neither or its header is not whole. */
  int ipVersion;

  int trafficClass;
  int protocol;
  int fromPort;
  int toPort;
  int icmpType;
  int tcpFlags;

  /** Where the transport header begins, -1 in fragments that have none. */
  int transport;

  long fromHigh;
  long fromLow;
  long toHigh;
  long toLow;

  /** Reads all headers; what is wrong with the frame as such, or null. */
  @Nullable DropReason read(byte[] frame, int size, int most) {
    bytes = frame;
    length = size;
    clear();
    if (size > most || size > frame.length) {
      return DropReason.TOO_LONG;
    }
    if (size < EthernetFrame.HEADER) {
      return DropReason.TOO_SHORT;
    }
    destination = u48(0);
    source = u48(6);
    etherType = u16(12);
    payload = EthernetFrame.HEADER;
    if (etherType == C_TAG) {
      if (size < EthernetFrame.HEADER + 4) {
        return DropReason.TOO_SHORT;
      }
      control = u16(14);
      etherType = u16(16);
      payload = EthernetFrame.HEADER + 4;
    }
    if (etherType == C_TAG || etherType == S_TAG || etherType == OLD_Q_IN_Q) {
      return DropReason.TAGS;
    }
    if (etherType == IPV4) {
      readIpv4(payload);
    } else if (etherType == IPV6) {
      readIpv6(payload);
    }
    return null;
  }

  private void clear() {
    control = UNTAGGED;
    etherType = -1;
    ipVersion = 0;
    trafficClass = -1;
    protocol = -1;
    transport = -1;
    fromPort = -1;
    toPort = -1;
    icmpType = -1;
    tcpFlags = -1;
    fromHigh = 0;
    fromLow = 0;
    toHigh = 0;
    toLow = 0;
  }

  boolean isGroup() {
    return (destination & 0x0100_0000_0000L) != 0;
  }

  boolean isReservedForBridges() {
    return (destination & ~0xFL) == 0x0180_C200_0000L;
  }

  /** A station sends from an address of its own. */
  boolean hasStationSource() {
    return source != 0 && (source & 0x0100_0000_0000L) == 0;
  }

  int vid() {
    return control == UNTAGGED ? 0 : control & 0xFFF;
  }

  /** PCP and DEI where they stand in a tag; 0 in an untagged frame. */
  int priorityBits() {
    return control == UNTAGGED ? 0 : control & 0xF000;
  }

  private void readIpv4(int at) {
    if (length < at + 20 || u8(at) >>> 4 != 4) {
      return;
    }
    int header = (u8(at) & 15) * 4;
    if (header < 20 || length < at + header) {
      return;
    }
    ipVersion = 4;
    trafficClass = u8(at + 1);
    protocol = u8(at + 9);
    fromLow = u32(at + 12);
    toLow = u32(at + 16);
    boolean first = (u16(at + 6) & 0x1FFF) == 0;
    if (first) {
      readTransport(at + header);
    }
  }

  private void readIpv6(int at) {
    if (length < at + 40 || u8(at) >>> 4 != 6) {
      return;
    }
    ipVersion = 6;
    trafficClass = u16(at) >>> 4 & 0xFF;
    fromHigh = u64(at + 8);
    fromLow = u64(at + 16);
    toHigh = u64(at + 24);
    toLow = u64(at + 32);
    int next = u8(at + 6);
    int cursor = at + 40;
    for (int i = 0; i < MAX_EXTENSIONS; i++) {
      if (!isExtension(next)) {
        protocol = next;
        readTransport(cursor);
        return;
      }
      if (length < cursor + 8) {
        return;
      }
      if (next == 44) {
        if (u16(cursor + 2) >>> 3 != 0) {
          protocol = u8(cursor);
          return;
        }
        next = u8(cursor);
        cursor += 8;
      } else {
        int size = next == 51 ? (u8(cursor + 1) + 2) * 4 : (u8(cursor + 1) + 1) * 8;
        next = u8(cursor);
        cursor += size;
      }
    }
  }

  /** Hop-by-hop, routing, fragment, authentication, destination, mobility, HIP, shim6. */
  private static boolean isExtension(int header) {
    return switch (header) {
      case 0, 43, 44, 51, 60, 135, 139, 140 -> true;
      default -> false;
    };
  }

  private void readTransport(int at) {
    transport = at;
    switch (protocol) {
      case TCP -> {
        readPorts(at);
        if (length >= at + 14) {
          tcpFlags = u8(at + 13);
        }
      }
      case UDP, DCCP, SCTP -> readPorts(at);
      case ICMP -> {
        if (ipVersion == 4 && length > at) {
          icmpType = u8(at);
        }
      }
      case ICMPV6 -> {
        if (ipVersion == 6 && length > at) {
          icmpType = u8(at);
        }
      }
      default -> {}
    }
  }

  private void readPorts(int at) {
    if (length >= at + 4) {
      fromPort = u16(at);
      toPort = u16(at + 2);
    }
  }

  int u8(int at) {
    return bytes[at] & 0xFF;
  }

  int u16(int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  long u48(int at) {
    return (long) u16(at) << 32 | u32(at + 2);
  }

  long u64(int at) {
    return u32(at) << 32 | u32(at + 4);
  }
}
