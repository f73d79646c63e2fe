package org.moorage.dataplane.soft;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.EthernetFrame;

/**
 * The headers of one frame, read once. One object serves a thread's every frame; nothing is
 * allocated. What a header does not have or is too short to have reads as -1.
 */
final class FrameView {

  static final int UNTAGGED = -1;

  private static final int TAG = 4;
  private static final int C_TAG = 0x8100;
  private static final int S_TAG = 0x88A8;
  private static final int E_TAG = 0x893F;
  private static final int OLD_Q_IN_Q = 0x9100;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86DD;
  private static final int RARP = 0x8035;
  private static final int LLDP = 0x88CC;
  private static final int ECP = 0x8940;
  private static final int ECP_DRAFT = 0x88B7;

  /** More extension headers than this are a way to hide the transport header. */
  private static final int MAX_EXTENSIONS = 8;

  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int DCCP = 33;
  private static final int FRAGMENT = 44;
  private static final int SCTP = 132;
  private static final int ICMP = 1;
  private static final int ICMPV6 = 58;

  // Several octets at once: one by one each has its bounds checked.
  private static final VarHandle U16 = view(short[].class);
  private static final VarHandle U32 = view(int[].class);
  private static final VarHandle U64 = view(long[].class);

  byte[] bytes = new byte[0];

  /** Where the frame begins: behind zero where it came in another one. */
  int start;

  /** Where it ends. */
  int length;

  long destination;
  long source;

  /** The tag's sixteen bits, or {@link #UNTAGGED}. */
  int control;

  /** The sixteen bits of the S-TAG outside the C-TAG, or {@link #UNTAGGED}. */
  int serviceControl;

  /** GRP and E-CID of the E-TAG outside all others, or {@link #UNTAGGED}. */
  int eChannel;

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

  /** Where the transport header begins, -1 where there is none to read. */
  int transport;

  /** A part of a packet without its transport header. */
  boolean laterFragment;

  long fromHigh;
  long fromLow;
  long toHigh;
  long toLow;

  /**
   * Reads all headers; what is wrong with the frame as such, or null.
   *
   * @param most octets it may have beside an S-TAG or E-TAG
   * @param link where it came in: whether an E-TAG has to, or an S-TAG may, stand outside the C-TAG
   */
  @Nullable DropReason read(byte[] frame, int size, int most, SwitchPort link) {
    bytes = frame;
    start = 0;
    length = size;
    clear();
    if (size > frame.length) {
      return DropReason.TOO_LONG;
    }
    if (size < EthernetFrame.HEADER) {
      return DropReason.TOO_SHORT;
    }
    destination = u48(0);
    source = u48(6);
    etherType = u16(12);
    payload = EthernetFrame.HEADER;
    if (link.isCascade()) {
      if (etherType != E_TAG) {
        return DropReason.NO_E_TAG;
      }
      if (size < payload + ETag.SIZE) {
        return DropReason.TOO_SHORT;
      }
      takeETag();
    } else if (etherType == S_TAG && link.hasChannels()) {
      if (size < payload + TAG) {
        return DropReason.TOO_SHORT;
      }
      serviceControl = takeTag();
    }
    int outer = eChannel != UNTAGGED ? ETag.SIZE : serviceControl != UNTAGGED ? TAG : 0;
    if (size > most + outer) {
      return DropReason.TOO_LONG;
    }
    if (etherType == C_TAG) {
      if (size < payload + TAG) {
        return DropReason.TOO_SHORT;
      }
      control = takeTag();
    }
    if (isTag()) {
      return DropReason.TAGS;
    }
    readIp();
    return null;
  }

  /**
   * From now on the frame that stands in the one that was read. It has no tags.
   *
   * @param at where it begins
   * @param end where it ends, at most where the other one does
   */
  @Nullable DropReason readInner(int at, int end) {
    start = at;
    length = end;
    clear();
    if (end < at + EthernetFrame.HEADER) {
      return DropReason.TOO_SHORT;
    }
    destination = u48(at);
    source = u48(at + 6);
    etherType = u16(at + 12);
    payload = at + EthernetFrame.HEADER;
    if (isTag()) {
      return DropReason.INNER_TAG;
    }
    if (!hasStationSource()) {
      return DropReason.GROUP_SOURCE;
    }
    readIp();
    return null;
  }

  private boolean isTag() {
    return etherType == C_TAG
        || etherType == S_TAG
        || etherType == E_TAG
        || etherType == OLD_Q_IN_Q;
  }

  private void readIp() {
    if (etherType == IPV4) {
      readIpv4(payload);
    } else if (etherType == IPV6) {
      readIpv6(payload);
    }
  }

  /** Octets of the frame. */
  int size() {
    return length - start;
  }

  /** The tag's sixteen bits; what follows it is the EtherType from now on. */
  private int takeTag() {
    int bits = u16(payload);
    etherType = u16(payload + 2);
    payload += TAG;
    return bits;
  }

  /** GRP and the two halves of the E-CID; where it came from only bridges say. */
  private void takeETag() {
    int bits = u16(payload + 2);
    eChannel = (bits >>> 12 & 3) << 20 | u8(payload + 5) << 12 | bits & 0xFFF;
    etherType = u16(payload + 6);
    payload += ETag.SIZE;
  }

  private void clear() {
    eChannel = UNTAGGED;
    control = UNTAGGED;
    serviceControl = UNTAGGED;
    etherType = -1;
    ipVersion = 0;
    trafficClass = -1;
    protocol = -1;
    transport = -1;
    laterFragment = false;
    fromPort = -1;
    toPort = -1;
    icmpType = -1;
    tcpFlags = -1;
    fromHigh = 0;
    fromLow = 0;
    toHigh = 0;
    toLow = 0;
  }

  /** As edges announce VMs: said to bridges, which learn from it. */
  boolean isReverseArp() {
    return etherType == RARP;
  }

  /** LLDP and ECP, which in an E-channel come this way. */
  boolean isControl() {
    return (etherType == LLDP || etherType == ECP || etherType == ECP_DRAFT) && control == UNTAGGED;
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

  /** The VID of the S-TAG; 0 without one. */
  int svid() {
    return serviceControl == UNTAGGED ? 0 : serviceControl & 0xFFF;
  }

  /** PCP and DEI where they stand in a tag; 0 in an untagged frame. */
  int priorityBits() {
    return control == UNTAGGED ? 0 : control & 0xF000;
  }

  /** Whether it says it is IP and then is not. */
  boolean isBrokenIp() {
    return ipVersion == 0 && (etherType == IPV4 || etherType == IPV6);
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
    fromLow = u32(at + 12);
    toLow = u32(at + 16);
    int end = Math.min(length, at + u16(at + 2));
    readTransport(u8(at + 9), u16(at + 6) & 0x1FFF, at + header, end);
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
    int end = Math.min(length, cursor + u16(at + 4));
    int offset = 0;
    for (int i = 0; isExtension(next); i++) {
      laterFragment = offset > 0;
      if (laterFragment || i == MAX_EXTENSIONS || end < cursor + 8) {
        return;
      }
      int size = next == FRAGMENT ? 8 : (u8(cursor + 1) + 1) * 8;
      if (end < cursor + size) {
        return;
      }
      if (next == FRAGMENT) {
        offset = u16(cursor + 2) >>> 3;
      }
      next = u8(cursor);
      cursor += size;
    }
    readTransport(next, offset, cursor, end);
  }

  /** Hop-by-hop, routing, fragment, destination options. */
  private static boolean isExtension(int header) {
    return switch (header) {
      case 0, 43, FRAGMENT, 60 -> true;
      default -> false;
    };
  }

  /**
   * @param offset of the fragment, in units of eight octets; 0 where the packet is whole
   * @param end where the packet ends, padding left out
   */
  private void readTransport(int number, int offset, int at, int end) {
    protocol = number;
    if (offset > 0) {
      // A second fragment at octet 8 can overwrite TCP flags (RFC 1858): it is not taken for one.
      laterFragment = offset > 1 || number != TCP;
      return;
    }
    transport = at;
    switch (number) {
      case TCP -> {
        readPorts(at, end);
        tcpFlags = end >= at + 14 ? u8(at + 13) : -1;
      }
      case UDP, DCCP, SCTP -> readPorts(at, end);
      case ICMP -> icmpType = ipVersion == 4 && end > at ? u8(at) : -1;
      case ICMPV6 -> icmpType = ipVersion == 6 && end > at ? u8(at) : -1;
      default -> {}
    }
  }

  private void readPorts(int at, int end) {
    if (end >= at + 4) {
      fromPort = u16(at);
      toPort = u16(at + 2);
    }
  }

  int u8(int at) {
    return bytes[at] & 0xFF;
  }

  int u16(int at) {
    return (short) U16.get(bytes, at) & 0xFFFF;
  }

  long u32(int at) {
    return (int) U32.get(bytes, at) & 0xFFFF_FFFFL;
  }

  long u48(int at) {
    return (long) u16(at) << 32 | u32(at + 2);
  }

  long u64(int at) {
    return (long) U64.get(bytes, at);
  }

  /** Numbers in arrays of octets as they are on the wire. */
  static VarHandle view(Class<?> of) {
    return MethodHandles.byteArrayViewVarHandle(of, ByteOrder.BIG_ENDIAN);
  }
}
