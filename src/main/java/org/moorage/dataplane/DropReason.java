package org.moorage.dataplane;

import java.util.Locale;

/** Why a frame went no further; each reason is a counter and a sentence for people. */
public enum DropReason {
  NO_VPORT("no vPort on this port has this source address and VLAN"),
  SPOOFED_MAC("the source address belongs to another vPort or is not in the VSI's filter"),
  SPOOFED_ARP("an ARP message names another sender than the frame that carries it"),
  SPOOFED_IP("the source IP address is not the one learned for this VSI"),
  ROGUE_SERVER("a VM played DHCP server or IPv6 router, which its profile forbids"),
  DENIED("a rule of the profile, or the deny after its last rule, refused it"),
  OVER_RATE("the vPort's committed rate and burst were used up"),
  STORM("more broadcast, multicast or unknown frames than the profile's storm bound"),
  ISOLATED("both ends are in an isolated VLAN"),
  RESERVED_ADDRESS("addressed to 01-80-C2-00-00-0X, which no bridge forwards"),
  SAME_PORT("it would go back where it came from and reflective relay is off"),
  NOT_IN_VLAN("nobody behind this edge is in the frame's VLAN"),
  UNTAGGED("untagged on a fabric port that has no untagged VLAN"),
  TAGS("more tags than one C-TAG, or a tag the port does not take"),
  NO_S_CHANNEL("its S-TAG is that of no S-channel on this port"),
  NO_E_TAG("no E-TAG on a cascade port, where all but control frames have one"),
  NO_E_CHANNEL("its E-TAG is that of no extended port of this cascade port"),
  GROUP_SOURCE("the source address is a group address or zero"),
  TOO_SHORT("shorter than its own headers"),
  TOO_LONG("longer than the switch takes; are the sender's offloads (TSO, GSO) on?"),
  UNKNOWN_PORT("received on a port this switch does not have");

  private final String sentence;

  DropReason(String sentence) {
    this.sentence = sentence;
  }

  /** What happened, in words. */
  public String sentence() {
    return sentence;
  }

  /** Lower case with hyphens: the label of a metric. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
