package org.moorage.profile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.moorage.protocol.ethernet.VlanId;

/** Which VLANs of the network the VM is in. */
public sealed interface VlanTerms {

  /** At most so many separate ranges in a trunk: what a person can still review. */
  int MAX_TRUNK_RANGES = 64;

  /** One VLAN, untagged or tagged with its VID. */
  record Access(VlanId vlan) implements VlanTerms {}

  /** One VLAN out of a range, given by the network to a station that asks with VID 0. */
  record Pool(VlanRange range) implements VlanTerms {}

  /**
   * Several VLANs, tagged.
   *
   * @param vlans 1..{@value #MAX_TRUNK_RANGES} ranges
   * @param untagged the one untagged frames belong to (`native`); in the trunk itself
   */
  record Trunk(List<VlanRange> vlans, Optional<VlanId> untagged) implements VlanTerms {
    public Trunk {
      vlans = List.copyOf(vlans);
      if (vlans.isEmpty() || vlans.size() > MAX_TRUNK_RANGES) {
        throw new IllegalArgumentException(
            "a trunk of " + vlans.size() + " VLAN ranges; it takes 1.." + MAX_TRUNK_RANGES);
      }
    }
  }

  /**
   * A private VLAN: the VM reaches promiscuous ports only, not its neighbours.
   *
   * @param primary what the VM's frames are tagged with, and the VLAN frames come to it from
   * @param isolated the secondary VLAN its own frames travel in
   */
  record Isolated(VlanId primary, VlanId isolated) implements VlanTerms {
    public Isolated {
      if (primary.equals(isolated)) {
        throw new IllegalArgumentException("VLAN " + primary + " cannot be isolated from itself");
      }
    }
  }

  /** Whether a station may ask for this VID. */
  default boolean allows(VlanId vlan) {
    return switch (this) {
      case Access(VlanId only) -> only.equals(vlan);
      case Pool(VlanRange range) -> range.contains(vlan);
      case Trunk(List<VlanRange> vlans, Optional<VlanId> untagged) ->
          vlans.stream().anyMatch(range -> range.contains(vlan));
      case Isolated(VlanId primary, VlanId isolated) -> primary.equals(vlan);
    };
  }

  /** What VID 0 is answered with where that needs no lease; a pool needs one. */
  default Optional<VlanId> wildcardAnswer() {
    return switch (this) {
      case Access(VlanId vlan) -> Optional.of(vlan);
      case Pool(VlanRange range) -> Optional.empty();
      case Trunk(List<VlanRange> vlans, Optional<VlanId> untagged) -> untagged;
      case Isolated(VlanId primary, VlanId isolated) -> Optional.of(primary);
    };
  }

  /** In the words of a profile: {@code access 100}, {@code trunk 10,20-29 native 10}. */
  default String text() {
    return switch (this) {
      case Access(VlanId vlan) -> "access " + vlan;
      case Pool(VlanRange range) -> "pool " + range;
      case Trunk(List<VlanRange> vlans, Optional<VlanId> untagged) ->
          "trunk "
              + vlans.stream().map(VlanRange::toString).collect(Collectors.joining(","))
              + untagged.map(vlan -> " native " + vlan).orElse("");
      case Isolated(VlanId primary, VlanId isolated) -> "isolated " + primary + "/" + isolated;
    };
  }
}
