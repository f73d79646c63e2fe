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
  UNKNOWN_PORT("received on a port this switch does not have"),
  NO_VSID("of a virtual subnet this edge does not know"),
  SPOOFED_CA("no lookup record gives the sender this customer address"),
  GATEWAY_CLAIMED("a VM claims the address of its subnet's gateway"),
  NO_ROUTE("neither a subnet of the VM network nor a customer route reaches the address"),
  UNKNOWN_DESTINATION("the address is in a subnet, and no lookup record is about it"),
  NO_LOOKUP_RECORD("no lookup record is about the next hop of the customer route"),
  RECORD_UNUSABLE("the lookup record is reserved: the VM has not associated yet"),
  NO_PROVIDER("the lookup record names a provider address that no edge has"),
  NO_PROVIDER_ROUTE("this edge has no way to that provider address"),
  NO_NEIGHBOUR("the way to the provider address does not answer ARP or neighbour solicitation"),
  MTU("larger than fits the physical network with NVGRE around it"),
  TTL("its time to live is used up; the gateway says so to the sender"),
  NON_IP("neither IP nor ARP, which is all that virtual subnets carry"),
  NOT_NVGRE("sent to a provider address and not NVGRE as RFC 7637 has it"),
  RESERVED_VSID("its VSID is one of those nobody may use"),
  INNER_TAG("a tag inside NVGRE, which the VSID stands for"),
  FRAGMENT("a fragment of an NVGRE packet; those are never fragmented"),
  SPOOFED_PA("sent from another provider address than the inner source is at"),
  PA_DUPLICATE("another station says that it has a provider address of this edge"),
  PA_NOT_LOCAL("the VM it is for is not on this edge, and has not just left it"),
  CONGESTED("marked as congested on its way, and its sender does not know of that mark");

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
