package org.moorage.edge;

import java.util.List;
import java.util.OptionalInt;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.PortProfile;
import org.moorage.profile.Rates;
import org.moorage.profile.VlanTerms;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.NeutralRule;
import org.moorage.profile.rules.RuleAction;
import org.moorage.profile.rules.RuleCause;
import org.moorage.profile.rules.RuleSet;

/**
 * What a profile version means for a vPort, compiled. All vPorts under one version share one
 * object, however many they are.
 *
 * @param profile {@code web-server/2}
 * @param sampling one frame in so many is sampled; empty for none
 */
public record VPortTerms(
    String profile,
    Standing standing,
    RuleSet rules,
    Rates rates,
    Marking marking,
    Guard guard,
    boolean isolated,
    OptionalInt sampling) {

  /** Without sampling. */
  public VPortTerms(
      String profile,
      Standing standing,
      RuleSet rules,
      Rates rates,
      Marking marking,
      Guard guard,
      boolean isolated) {
    this(profile, standing, rules, rates, marking, guard, isolated, OptionalInt.empty());
  }

  static VPortTerms of(PortProfile profile, Standing standing) {
    return new VPortTerms(
        profile.reference(),
        standing,
        profile.compile(),
        profile.rates(),
        profile.marking(),
        profile.guard(),
        profile.vlan() instanceof VlanTerms.Isolated,
        profile.sampling());
  }

  /** What an unknown type gets where those are accepted: everything but another's address. */
  static VPortTerms unknown(String type) {
    List<NeutralRule> all =
        List.of(
            new NeutralRule(
                0,
                RuleAction.PERMIT,
                FrameMatch.ANY,
                false,
                RuleCause.BUILT_IN,
                "unknown types are accepted (--unknown-type accept)"));
    return new VPortTerms(
        type,
        Standing.UNKNOWN_ACCEPTED,
        new RuleSet(all, all),
        Rates.UNLIMITED,
        Marking.NONE,
        Guard.PLAIN,
        false);
  }
}
