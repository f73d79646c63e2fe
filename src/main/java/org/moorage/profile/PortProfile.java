package org.moorage.profile;

import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.profile.rules.RuleList;
import org.moorage.profile.rules.RuleSet;
import org.moorage.profile.rules.WrittenName;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/**
 * The terms of one kind of connection: what a VSI type and version stands for.
 *
 * @param type the number stations ask for
 * @param name what people call it; the same for all versions of the type
 * @param version its edition
 * @param about one or two sentences for whoever picks it; may be empty
 * @param vlan the VLANs it is in
 * @param fromVm what the VM may send
 * @param toVm what may reach the VM
 * @param rates how much of it, each way
 * @param marking what is written into frames the VM sends
 * @param guard what the VM is kept from
 * @param overlay its place in the overlay, where it has one
 * @param sampling one frame in so many is sampled, 1..{@value #MAX_SAMPLING}
 * @param whenManagerAway what holds while no manager can be asked
 */
public record PortProfile(
    VsiTypeId type,
    String name,
    VsiTypeVersion version,
    String about,
    VlanTerms vlan,
    RuleList fromVm,
    RuleList toVm,
    Rates rates,
    Marking marking,
    Guard guard,
    Optional<OverlayTerms> overlay,
    OptionalInt sampling,
    FailPolicy whenManagerAway) {

  /** Rarer than this no flow is ever seen. */
  public static final int MAX_SAMPLING = 16_777_216;

  /** What fits a page. */
  public static final int MAX_ABOUT = 1_000;

  public PortProfile {
    WrittenName.require(name);
    if (about.length() > MAX_ABOUT) {
      throw new IllegalArgumentException(
          "about has " + about.length() + " characters; it takes 0.." + MAX_ABOUT);
    }
    if (sampling.isPresent() && (sampling.getAsInt() < 1 || sampling.getAsInt() > MAX_SAMPLING)) {
      throw new IllegalArgumentException(
          "sampling 1 in " + sampling.getAsInt() + " is outside 1.." + MAX_SAMPLING);
    }
  }

  /** {@code web-server/2}, as labs and commands name it. */
  public String reference() {
    return name + "/" + version;
  }

  /** The rules a data plane enforces, both ways. */
  public RuleSet compile() {
    return RuleSet.compile(fromVm, toVm, guard.dhcpSnooping(), !guard.routerAdvertisements());
  }
}
