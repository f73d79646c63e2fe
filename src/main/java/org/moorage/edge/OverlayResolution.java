package org.moorage.edge;

import java.util.List;
import java.util.Optional;
import org.moorage.overlay.OverlayBook;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.profile.Guard;
import org.moorage.profile.OverlayTerms;
import org.moorage.protocol.GroupId;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpError;

/** From what a profile says of the overlay and the group ID a station names to a virtual subnet. */
final class OverlayResolution {

  /** What came of it. */
  sealed interface Outcome {
    record Member(OverlayMembership membership) implements Outcome {}

    record Impossible(VdpError error, String reason, String fix) implements Outcome {}
  }

  private final Edge edge;
  private final VsiRequest request;
  private final List<String> because;

  OverlayResolution(Edge edge, VsiRequest request, List<String> because) {
    this.edge = edge;
    this.request = request;
    this.because = because;
  }

  Outcome resolve(OverlayTerms terms, VPortTerms profile) {
    if (!request.filters().format().hasMac()) {
      return new Outcome.Impossible(
          VdpError.INVALID_VID_GROUP_OR_MAC,
          "a virtual subnet is for VMs, and the filter names none by its MAC address",
          "let the station use filter format 2 or 4");
    }
    if (edge.overlay().providersOf(edge.name().value()).findAny().isEmpty()) {
      return new Outcome.Impossible(
          VdpError.INSUFFICIENT_RESOURCES,
          "edge " + edge.name() + " has no provider address, so it can carry no virtual subnet",
          "name one for this edge under provider-addresses in the file of its option overlay");
    }
    return switch (terms) {
      case OverlayTerms.Subnet(String network, String subnet) ->
          edge.overlay()
              .subnetNamed(network, subnet)
              .map(found -> member(found, profile, network + "/" + subnet))
              .orElseGet(() -> unknown(network + "/" + subnet));
      case OverlayTerms.FromGroupId(String network) -> byGroup(network, profile);
    };
  }

  private Outcome member(VirtualSubnet subnet, VPortTerms profile, String why) {
    boolean fixed = profile.guard().ip() instanceof Guard.IpGuard.Fixed;
    because.add(
        why
            + " is virtual subnet "
            + subnet.vsid()
            + (fixed ? "" : "; addresses of it are learned from what the VM says"));
    return new Outcome.Member(new OverlayMembership(subnet.vsid(), !fixed));
  }

  private Outcome unknown(String name) {
    return new Outcome.Impossible(
        VdpError.INSUFFICIENT_RESOURCES,
        "this edge knows no virtual subnet " + name,
        "add it to the file of the edge's option overlay, or correct `overlay` in the profile");
  }

  /** Equal numbers: the group is the virtual subnet. */
  private Outcome byGroup(String name, VPortTerms profile) {
    OverlayBook book = edge.overlay();
    Optional<VmNetwork> network = book.networkNamed(name);
    if (network.isEmpty()) {
      return unknown(name);
    }
    List<Long> groups =
        request.filters().entries().stream().map(FilterInfo.Entry::group).distinct().toList();
    if (!request.filters().format().hasGroup() || groups.size() != 1) {
      return new Outcome.Impossible(
          VdpError.INVALID_VID_GROUP_OR_MAC,
          "the profile takes the virtual subnet from a group ID, and the filter names "
              + (request.filters().format().hasGroup() ? "several" : "none"),
          "let the station name one group ID: the VSID of its subnet in " + name);
    }
    Optional<VirtualSubnet> subnet =
        VirtualSubnetId.of(new GroupId(groups.getFirst()))
            .flatMap(book::subnet)
            .filter(found -> found.rdid().equals(network.get().rdid()));
    return subnet
        .map(found -> member(found, profile, "group ID " + groups.getFirst()))
        .orElseGet(() ->
            new Outcome.Impossible(
                VdpError.INVALID_VID_GROUP_OR_MAC,
                "group ID " + groups.getFirst() + " is no virtual subnet of " + name,
                "name a VSID of " + name + ", or let the profile name the other VM network"));
  }
}
