package org.moorage.edge;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.moorage.profile.BitRate;
import org.moorage.profile.ByteCount;
import org.moorage.profile.FailPolicy;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.PortProfile;
import org.moorage.profile.ProfileLibrary;
import org.moorage.profile.Rate;
import org.moorage.profile.Rates;
import org.moorage.profile.VlanRange;
import org.moorage.profile.VlanTerms;
import org.moorage.profile.rules.Endpoint;
import org.moorage.profile.rules.Rule;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleList;
import org.moorage.profile.rules.RuleProtocol;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** A small library: one profile for each kind of VLAN terms. */
final class Profiles {

  static final RuleList PERMIT_ALL =
      new RuleList(
          List.of(
              new RuleList.Line(
                  new Rule(
                      RuleAction.PERMIT,
                      new RuleProtocol.Any(),
                      Endpoint.ANY,
                      Endpoint.ANY,
                      false,
                      false),
                  "profiles/test.yaml:1",
                  "permit any")));

  static final PortProfile WEB_1 = of(4711, "web-server", 1, access(100));
  static final PortProfile WEB_2 = of(4711, "web-server", 2, access(100));
  static final PortProfile POOLED = of(4712, "tenant", 1, pool(200, 203));
  static final PortProfile TRUNKED =
      of(4713, "appliance", 1, trunk(Optional.of(new VlanId(10)), 10, 20));
  static final PortProfile TAGGED_ONLY = of(4714, "router", 1, trunk(Optional.empty(), 10, 20));
  static final PortProfile ISOLATED =
      of(4715, "guest", 1, new VlanTerms.Isolated(new VlanId(300), new VlanId(301)));

  /** 400 Mbit/s from the VM, 100 Mbit/s to it. */
  static final PortProfile RATED =
      of(4716, "rated", 1, access(100), new Rates(rate(400_000_000), rate(100_000_000)));

  static final PortProfile QUARANTINE = of(666, "quarantine", 1, access(666));

  static final ProfileLibrary LIBRARY =
      new ProfileLibrary(
          "profiles",
          List.of(WEB_1, WEB_2, POOLED, TRUNKED, TAGGED_ONLY, ISOLATED, RATED, QUARANTINE));

  private Profiles() {}

  static VlanTerms access(int vlan) {
    return new VlanTerms.Access(new VlanId(vlan));
  }

  static VlanTerms pool(int first, int last) {
    return new VlanTerms.Pool(new VlanRange(new VlanId(first), new VlanId(last)));
  }

  static VlanTerms trunk(Optional<VlanId> untagged, int... vlans) {
    return new VlanTerms.Trunk(
        Arrays.stream(vlans).mapToObj(vlan -> VlanRange.of(new VlanId(vlan))).toList(), untagged);
  }

  private static Optional<Rate> rate(long bitsPerSecond) {
    return Optional.of(new Rate(new BitRate(bitsPerSecond), new ByteCount(100_000)));
  }

  static PortProfile of(int type, String name, int version, VlanTerms vlan) {
    return of(type, name, version, vlan, Rates.UNLIMITED);
  }

  private static PortProfile of(int type, String name, int version, VlanTerms vlan, Rates rates) {
    return new PortProfile(
        new VsiTypeId(type),
        name,
        new VsiTypeVersion(version),
        "",
        vlan,
        PERMIT_ALL,
        PERMIT_ALL,
        rates,
        Marking.NONE,
        Guard.PLAIN,
        Optional.empty(),
        OptionalInt.empty(),
        FailPolicy.LAST_KNOWN);
  }
}
