package org.moorage.edge;

import java.util.List;
import java.util.Optional;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.vdp.VsiId;

/**
 * Everything a data plane needs to know of one vPort.
 *
 * @param port the station-facing port it is on
 * @param forwarding false while its entries are only reserved: no frame passes
 * @param matches which frames are its own, at least one
 * @param terms shared with every vPort under the same profile version
 * @param overlay the virtual subnet it is in; empty where its frames travel in VLANs
 */
public record VPortPlan(
    VPortId id,
    PortName port,
    VsiId vsi,
    Separation separation,
    boolean forwarding,
    List<VPortMatch> matches,
    VPortTerms terms,
    Optional<OverlayMembership> overlay) {

  /** In VLANs alone. */
  public VPortPlan(
      VPortId id,
      PortName port,
      VsiId vsi,
      Separation separation,
      boolean forwarding,
      List<VPortMatch> matches,
      VPortTerms terms) {
    this(id, port, vsi, separation, forwarding, matches, terms, Optional.empty());
  }

  public VPortPlan {
    matches = List.copyOf(matches);
    if (matches.isEmpty()) {
      throw new IllegalArgumentException("vPort " + id + " matches no frame");
    }
    if (overlay.isPresent() && matches.stream().anyMatch(match -> match.mac().isEmpty())) {
      throw new IllegalArgumentException("vPort " + id + " is in the overlay without an address");
    }
  }

  /** {@code web-server/2}. */
  public String profileName() {
    return terms.profile();
  }

  public RuleSet rules() {
    return terms.rules();
  }

  public Rates rates() {
    return terms.rates();
  }

  public Marking marking() {
    return terms.marking();
  }

  public Guard guard() {
    return terms.guard();
  }

  /**
   * Entries a switch whose tables know no lists needs for it: every rule once for every match, and
   * the match itself.
   */
  public int entries() {
    return matches.size() * (1 + terms.rules().size());
  }
}
