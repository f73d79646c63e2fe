package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.dataplane.DropReason;

/**
 * Whether a VM speaks in the name of its own IP addresses, in IP, ARP and neighbour discovery, and
 * what a DHCP server told it.
 */
final class AddressGuard {

  private static final int ARP = 0x0806;
  private static final int ARP_SIZE = 28;
  private static final int UDP = 17;
  private static final int NEIGHBOUR_ADVERTISEMENT = 136;
  private static final int DHCP_SERVER = 67;
  private static final int DHCP_CLIENT = 68;
  private static final long LINK_LOCAL = 0xFE80L << 48;
  private static final long LINK_LOCAL_MASK = 0xFFC0L << 48;

  /** Octets of a DHCP message up to the options, and where in it what stands. */
  private static final int DHCP_FIXED = 240;

  private static final int YOUR_ADDRESS = 16;
  private static final int CLIENT_HARDWARE = 28;
  private static final int MAGIC_COOKIE = 236;
  private static final int MESSAGE_TYPE = 53;
  private static final int ACK = 5;

  private AddressGuard() {}

  static @Nullable DropReason check(FrameView frame, SoftVPort vPort, long now) {
    CompiledTerms terms = vPort.terms;
    if (frame.etherType == ARP && (terms.inspectsArp || terms.guardsAddresses)) {
      return speaksForItself(frame, vPort, now) ? null : DropReason.SPOOFED_ARP;
    }
    if (!terms.guardsAddresses || frame.ipVersion == 0) {
      return null;
    }
    if (frame.ipVersion == 4) {
      boolean own = frame.fromLow == 0 || allowsV4(vPort, frame.fromLow, now);
      return own ? null : DropReason.SPOOFED_IP;
    }
    boolean unspecified = frame.fromHigh == 0 && frame.fromLow == 0;
    if (!unspecified && !allowsV6(vPort, frame.fromHigh, frame.fromLow, now)) {
      return DropReason.SPOOFED_IP;
    }
    return terms.inspectsArp && !advertisesItself(frame, vPort, now)
        ? DropReason.SPOOFED_ARP
        : null;
  }

  /** An ARP message's sender is who sent the frame, under an address of its own. */
  private static boolean speaksForItself(FrameView frame, SoftVPort vPort, long now) {
    int at = frame.payload;
    if (frame.length < at + ARP_SIZE) {
      return false;
    }
    if (vPort.terms.inspectsArp && frame.u48(at + 8) != frame.source) {
      return false;
    }
    long sender = frame.u32(at + 14);
    return sender == 0 || !vPort.terms.guardsAddresses || allowsV4(vPort, sender, now);
  }

  private static boolean advertisesItself(FrameView frame, SoftVPort vPort, long now) {
    if (frame.icmpType != NEIGHBOUR_ADVERTISEMENT) {
      return true;
    }
    int target = frame.transport + 8;
    return frame.length >= target + 16
        && allowsV6(vPort, frame.u64(target), frame.u64(target + 8), now);
  }

  private static boolean allowsV4(SoftVPort vPort, long address, long now) {
    return vPort.terms.learnsAddresses
        ? vPort.addresses.allowsV4(address, now)
        : CompiledRule.contains(vPort.terms.fixedAddresses, 4, 0, address);
  }

  private static boolean allowsV6(SoftVPort vPort, long high, long low, long now) {
    if (vPort.terms.learnsAddresses) {
      return vPort.addresses.allowsV6(high, low, now);
    }
    boolean linkLocal = (high & LINK_LOCAL_MASK) == LINK_LOCAL;
    return CompiledRule.contains(vPort.terms.fixedAddresses, 6, high, low)
        || (linkLocal && vPort.terms.fixesV6);
  }

  /** A DHCPv4 acknowledgement; its message type is looked for among the first few options. */
  static boolean isGrant(FrameView frame) {
    if (frame.ipVersion != 4
        || frame.protocol != UDP
        || frame.fromPort != DHCP_SERVER
        || frame.toPort != DHCP_CLIENT) {
      return false;
    }
    int message = frame.transport + 8;
    if (frame.length < message + DHCP_FIXED
        || frame.u32(message + MAGIC_COOKIE) != 0x6382_5363L
        || granted(frame) == 0) {
      return false;
    }
    int at = message + DHCP_FIXED;
    while (at + 2 < frame.length && frame.u8(at) != 0xFF) {
      if (frame.u8(at) == MESSAGE_TYPE) {
        return frame.u8(at + 2) == ACK;
      }
      at += frame.u8(at) == 0 ? 1 : 2 + frame.u8(at + 1);
    }
    return false;
  }

  static long granted(FrameView frame) {
    return frame.u32(frame.transport + 8 + YOUR_ADDRESS);
  }

  static long grantedTo(FrameView frame) {
    return frame.u48(frame.transport + 8 + CLIENT_HARDWARE);
  }
}
