package org.moorage.overlay;

/** Why a tenant's packet goes no further. The data plane has a reason of the same name for each. */
public enum WalkBlock {
  NO_VSID("the sender's vPort is in no virtual subnet: its frames stay in its VLAN"),
  SPOOFED_CA("no lookup record gives the sender this address"),
  GATEWAY_CLAIMED("the sender claims the address of its gateway"),
  NO_ROUTE("neither a subnet of the VM network nor a customer route reaches the address"),
  UNKNOWN_DESTINATION("the address is in a subnet, and no lookup record is about it"),
  NO_LOOKUP_RECORD("no lookup record is about the next hop of the customer route"),
  RECORD_UNUSABLE("the lookup record is reserved: the VM has not associated yet"),
  NO_PROVIDER("the lookup record names a provider address that no edge has"),
  NO_PROVIDER_ROUTE("the sender's edge has no way to that provider address"),
  MTU("larger than fits the physical network with NVGRE around it"),
  TTL("its time to live is used up; the gateway says so to the sender");

  private final String sentence;

  WalkBlock(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
