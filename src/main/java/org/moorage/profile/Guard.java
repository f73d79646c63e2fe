package org.moorage.profile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.protocol.ip.IpPrefix;

/**
 * What a VM is kept from, whatever its rules say.
 *
 * @param mac source MAC addresses
 * @param ip source IP addresses, also those inside ARP and neighbour discovery
 * @param dhcpSnooping the VM is no DHCP server, and its leases are what {@code ip: learned} learns
 * @param arpInspection ARP and neighbour discovery speak only of addresses the VM has
 * @param routerAdvertisements whether the VM may call itself a router (ICMPv6 134 and 137)
 * @param storm the most broadcast, multicast and unknown-unicast frames the VM may send
 */
public record Guard(
    MacGuard mac,
    IpGuard ip,
    boolean dhcpSnooping,
    boolean arpInspection,
    boolean routerAdvertisements,
    Optional<FrameRate> storm) {

  /** At most so many blocks in {@code ip: [...]}. */
  public static final int MAX_FIXED = 256;

  /** A profile without {@code guard}: own MAC addresses only, no calling oneself a router. */
  public static final Guard PLAIN =
      new Guard(MacGuard.FILTER, new IpGuard.Off(), false, false, false, Optional.empty());

  /** Source MAC addresses a VM may use. */
  public enum MacGuard {
    /** Those of its VDP filter; where the filter has none, any (the VLAN alone is checked). */
    FILTER("filter"),
    OFF("off");

    private final String word;

    MacGuard(String word) {
      this.word = word;
    }

    /** As written in a profile. */
    public String word() {
      return word;
    }
  }

  /** Source IP addresses a VM may use. */
  public sealed interface IpGuard {

    /** Any. */
    record Off() implements IpGuard {}

    /** Those it was seen to get or to announce first. */
    record Learned() implements IpGuard {}

    /**
     * Those of a list.
     *
     * @param allowed 1..{@value Guard#MAX_FIXED} blocks
     */
    record Fixed(List<IpPrefix> allowed) implements IpGuard {
      public Fixed {
        allowed = List.copyOf(allowed);
        if (allowed.isEmpty() || allowed.size() > MAX_FIXED) {
          throw new IllegalArgumentException(
              allowed.size() + " addresses in guard ip; it takes 1.." + MAX_FIXED);
        }
      }
    }

    /** In the words of a profile. */
    default String text() {
      return switch (this) {
        case Off() -> "off";
        case Learned() -> "learned";
        case Fixed(List<IpPrefix> allowed) ->
            allowed.stream().map(IpPrefix::toString).collect(Collectors.joining(", "));
      };
    }
  }
}
