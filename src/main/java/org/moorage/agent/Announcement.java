package org.moorage.agent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.profile.Guard;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.ethernet.VlanTag;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.ip.IpVersion;

/**
 * The frames from which a network learns that a VM is here now, as if the VM had sent them itself.
 *
 * <p>For each address of the VM a RARP request for itself (RFC 903): bridges learn from any frame,
 * and this one asks nobody anything. Where the profile fixes single IP addresses, and the VM has
 * one MAC address they can be of, an ARP announcement (RFC 5227, "Announcing an Address") or an
 * unsolicited Neighbor Advertisement (RFC 4861, "Sending Unsolicited Neighbor Advertisements") for
 * each: hosts correct their caches.
 */
final class Announcement {

  /** Each VLAN of a VM with each of its addresses; of a longer list the rest is left out. */
  static final int MAX_FRAMES = 64;

  private static final MacAddress ALL_NODES = MacAddress.parse("33:33:00:00:00:01");
  private static final int ETHERNET = 1;
  private static final int ARP_REQUEST = 1;
  private static final int RARP_REQUEST = 3;
  private static final int ICMPV6 = 58;
  private static final int NEIGHBOR_ADVERTISEMENT = 136;
  private static final long OVERRIDE = 1L << 29;
  private static final int TARGET_LINK_LAYER_ADDRESS = 2;
  private static final int ADVERTISEMENT_SIZE = 32;

  /** A neighbour discovery message that crossed a router is no longer one. */
  private static final int HOP_LIMIT = 255;

  private Announcement() {}

  /** None for a vPort that does not forward or is not known by MAC addresses. */
  static List<Octets> of(VPortPlan plan) {
    if (plan.overlay().isPresent()) {
      // Its frames are in no VLAN of the network, and lookup records say where it is.
      return List.of();
    }
    Map<VlanId, Set<MacAddress>> places = new LinkedHashMap<>();
    Set<MacAddress> macs = new TreeSet<>();
    for (VPortMatch match : plan.forwarding() ? plan.matches() : List.<VPortMatch>of()) {
      match
          .mac()
          .ifPresent(mac -> {
            places.computeIfAbsent(match.network(), vlan -> new TreeSet<>()).add(mac);
            macs.add(mac);
          });
    }
    List<Octets> frames = new ArrayList<>();
    places.forEach((vlan, here) ->
        here.forEach(mac -> {
          frames.add(frame(MacAddress.BROADCAST, mac, vlan, EtherType.RARP, rarp(mac)));
          if (macs.size() == 1) {
            fixed(plan.guard()).forEach(address -> frames.add(ofAddress(mac, vlan, address)));
          }
        }));
    return frames.size() > MAX_FRAMES ? frames.subList(0, MAX_FRAMES) : frames;
  }

  private static List<IpAddress> fixed(Guard guard) {
    return guard.ip() instanceof Guard.IpGuard.Fixed(List<IpPrefix> allowed)
        ? allowed.stream().filter(IpPrefix::isSingle).map(IpPrefix::address).toList()
        : List.of();
  }

  private static Octets ofAddress(MacAddress mac, VlanId vlan, IpAddress address) {
    return switch (address.version()) {
      case V4 -> frame(MacAddress.BROADCAST, mac, vlan, EtherType.ARP, arp(mac, address));
      case V6 -> frame(ALL_NODES, mac, vlan, EtherType.IPV6, advertisement(mac, address));
    };
  }

  private static Octets frame(
      MacAddress to, MacAddress from, VlanId vlan, EtherType type, Octets payload) {
    return new EthernetFrame(to, from, List.of(VlanTag.customer(vlan)), type, payload).encode();
  }

  private static OctetsBuilder ofEthernetAndIpv4(int operation) {
    return Octets.builder()
        .u16(ETHERNET)
        .u16(EtherType.IPV4.value())
        .u8(MacAddress.SIZE)
        .u8(IpVersion.V4.bits() / 8)
        .u16(operation);
  }

  private static Octets rarp(MacAddress mac) {
    return ofEthernetAndIpv4(RARP_REQUEST).u48(mac.bits()).u32(0).u48(mac.bits()).u32(0).build();
  }

  private static Octets arp(MacAddress mac, IpAddress address) {
    return ofEthernetAndIpv4(ARP_REQUEST)
        .u48(mac.bits())
        .u32(address.low())
        .u48(0)
        .u32(address.low())
        .build();
  }

  private static Octets advertisement(MacAddress mac, IpAddress address) {
    Octets addresses =
        Octets.builder()
            .u64(address.high())
            .u64(address.low())
            .u64(0xFF02_0000_0000_0000L)
            .u64(1)
            .build();
    Octets pseudoHeader =
        addresses.plus(Octets.builder().u32(ADVERTISEMENT_SIZE).u32(ICMPV6).build());
    int checksum = checksum(pseudoHeader.plus(message(mac, address, 0)));
    return Octets.builder()
        .u32(6L << 28)
        .u16(ADVERTISEMENT_SIZE)
        .u8(ICMPV6)
        .u8(HOP_LIMIT)
        .octets(addresses)
        .octets(message(mac, address, checksum))
        .build();
  }

  private static Octets message(MacAddress mac, IpAddress address, int checksum) {
    return Octets.builder()
        .u8(NEIGHBOR_ADVERTISEMENT)
        .u8(0)
        .u16(checksum)
        .u32(OVERRIDE)
        .u64(address.high())
        .u64(address.low())
        .u8(TARGET_LINK_LAYER_ADDRESS)
        .u8(1)
        .u48(mac.bits())
        .build();
  }

  /** The Internet checksum (RFC 1071) of an even number of octets. */
  private static int checksum(Octets octets) {
    long sum = 0;
    for (int at = 0; at < octets.size(); at += 2) {
      sum += octets.u16(at);
    }
    while (sum >>> 16 != 0) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) ~sum & 0xFFFF;
  }
}
