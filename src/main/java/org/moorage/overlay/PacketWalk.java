package org.moorage.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.nvgre.FlowId;
import org.moorage.protocol.nvgre.NvgreHeader;
import org.moorage.protocol.nvgre.OuterHeader;

/**
 * Answers "what happens to a packet from this address to that one": the tables a frame meets in the
 * data plane, in the same order, with the items that decide. One object answers one question.
 */
public final class PacketWalk {

  private final OverlayBook book;
  private final WalkQuestion question;
  private final List<WalkStep> steps = new ArrayList<>();
  private @Nullable LookupRecord found;
  private boolean local;
  private @Nullable Octets envelope;

  private PacketWalk(OverlayBook book, WalkQuestion question) {
    this.book = book;
    this.question = question;
  }

  public static Walk of(OverlayBook book, WalkQuestion question) {
    PacketWalk walk = new PacketWalk(book, question);
    @Nullable WalkBlock blocked = walk.source();
    return new Walk(
        walk.steps,
        Optional.ofNullable(blocked),
        blocked == null ? Optional.ofNullable(walk.found) : Optional.empty(),
        walk.local,
        blocked == null ? Optional.ofNullable(walk.envelope) : Optional.empty());
  }

  private @Nullable WalkBlock blocked(WalkStage stage, WalkBlock why, String sentence) {
    step(stage, sentence, null);
    return why;
  }

  private void step(WalkStage stage, String sentence, @Nullable OverlayItem used) {
    steps.add(WalkStep.of(stage, sentence, used));
  }

  /** Whether the sender may speak under this address. */
  private @Nullable WalkBlock source() {
    Optional<VirtualSubnet> subnet = book.subnet(question.vsid());
    if (subnet.isEmpty()) {
      return blocked(WalkStage.SOURCE, WalkBlock.NO_VSID, "there is no VSID " + question.vsid());
    }
    if (subnet
        .get()
        .gateway(question.source().version())
        .filter(question.source()::equals)
        .isPresent()) {
      return blocked(
          WalkStage.SOURCE,
          WalkBlock.GATEWAY_CLAIMED,
          question.source() + " is the gateway of " + subnet.get().name());
    }
    Optional<LookupRecord> own = book.record(question.vsid(), question.source());
    if (own.isEmpty()) {
      return blocked(
          WalkStage.SOURCE,
          WalkBlock.SPOOFED_CA,
          "no usable lookup record for " + question.source() + " in VSID " + question.vsid());
    }
    step(
        WalkStage.SOURCE,
        question.source() + " is " + own.get().mac() + " at " + own.get().providerAddress(),
        own.get());
    return gateway(subnet.get(), own.get());
  }

  /** The gateway answers for itself, on the sender's own edge. */
  private @Nullable WalkBlock gateway(VirtualSubnet subnet, LookupRecord own) {
    if (subnet
        .gateway(question.destination().version())
        .filter(question.destination()::equals)
        .isPresent()) {
      step(
          WalkStage.ARRIVAL,
          "the sender's edge is the gateway of " + subnet.name() + " and answers itself",
          subnet);
      local = true;
      return null;
    }
    return route(subnet, own);
  }

  private @Nullable WalkBlock route(VirtualSubnet subnet, LookupRecord own) {
    Optional<CustomerRoute> way = book.way(subnet.rdid(), question.destination());
    if (way.isEmpty()) {
      return blocked(
          WalkStage.ROUTE,
          WalkBlock.NO_ROUTE,
          "no subnet and no customer route for " + question.destination());
    }
    CustomerRoute route = way.get();
    step(
        WalkStage.ROUTE,
        route.isOnLink()
            ? route.destination() + " is VSID " + route.vsid()
            : route.destination() + " by " + route.nextHop() + " in VSID " + route.vsid(),
        route.isOnLink() ? book.subnet(route.vsid()).orElse(null) : route);
    return record(route, own);
  }

  private @Nullable WalkBlock record(CustomerRoute route, LookupRecord own) {
    IpAddress next = route.isOnLink() ? question.destination() : route.nextHop();
    Optional<LookupRecord> to =
        book.record(route.vsid(), next).or(() -> book.wildcard(route.vsid(), next.version()));
    if (to.isEmpty() && book.reserved(route.vsid(), next).findAny().isPresent()) {
      return blocked(
          WalkStage.RECORD, WalkBlock.RECORD_UNUSABLE, "reserved until the VM associates");
    }
    if (to.isEmpty()) {
      return blocked(
          WalkStage.RECORD,
          route.isOnLink() ? WalkBlock.UNKNOWN_DESTINATION : WalkBlock.NO_LOOKUP_RECORD,
          "no lookup record for " + next + " in VSID " + route.vsid());
    }
    LookupRecord record = to.get();
    step(
        WalkStage.RECORD,
        record.type().hnvName()
            + " record: "
            + next
            + " is "
            + record.mac()
            + " at "
            + record.providerAddress(),
        record);
    found = record;
    return router(record, own);
  }

  /** Between subnets the edge is a router: one hop, another VSID, its own address as the source. */
  private @Nullable WalkBlock router(LookupRecord to, LookupRecord own) {
    if (!to.vsid().equals(question.vsid())) {
      if (question.timeToLive() < 2) {
        return blocked(WalkStage.ROUTER, WalkBlock.TTL, "time to live 1 at the gateway");
      }
      step(
          WalkStage.ROUTER,
          "VSID "
              + question.vsid()
              + " becomes "
              + to.vsid()
              + ", time to live "
              + (question.timeToLive() - 1)
              + ", from "
              + VirtualSubnet.GATEWAY
              + " to "
              + to.mac(),
          null);
    }
    return place(to, own);
  }

  private @Nullable WalkBlock place(LookupRecord to, LookupRecord own) {
    Optional<ProviderAddress> here = book.provider(own.providerAddress());
    Optional<ProviderAddress> there = book.provider(to.providerAddress());
    if (here.isEmpty() || there.isEmpty()) {
      return blocked(
          WalkStage.PLACE,
          WalkBlock.NO_PROVIDER,
          "no edge has provider address "
              + (here.isEmpty() ? own.providerAddress() : to.providerAddress()));
    }
    if (here.get().edge().equals(there.get().edge())) {
      step(WalkStage.PLACE, "both are on " + here.get().edge() + ": it stays there", there.get());
      step(WalkStage.ARRIVAL, "delivered in VSID " + to.vsid() + " to " + to.mac(), to);
      local = true;
      return null;
    }
    step(
        WalkStage.PLACE,
        to.providerAddress() + " is " + there.get().edge() + ", not " + here.get().edge(),
        there.get());
    return providerRoute(here.get(), there.get(), to);
  }

  /** The sender's edge sends from an address of the receiver's family. */
  private @Nullable WalkBlock providerRoute(
      ProviderAddress here, ProviderAddress there, LookupRecord to) {
    Optional<ProviderAddress> from = sender(book, here, there.address());
    if (from.isEmpty()) {
      return blocked(
          WalkStage.PROVIDER_ROUTE,
          WalkBlock.NO_PROVIDER_ROUTE,
          here.edge() + " has no provider address of that family");
    }
    if (from.get().onLink().contains(there.address())) {
      step(WalkStage.PROVIDER_ROUTE, there.address() + " is in " + from.get().onLink(), null);
      return envelope(from.get(), there, to);
    }
    Optional<ProviderRoute> route = route(book, here.edge(), there.address());
    if (route.isEmpty()) {
      return blocked(
          WalkStage.PROVIDER_ROUTE,
          WalkBlock.NO_PROVIDER_ROUTE,
          here.edge() + " has no provider route to " + there.address());
    }
    step(
        WalkStage.PROVIDER_ROUTE,
        route.get().destination() + " by " + route.get().nextHop(),
        route.get());
    return envelope(from.get(), there, to);
  }

  /** Which of an edge's provider addresses it sends from: this one where the family fits. */
  static Optional<ProviderAddress> sender(OverlayBook book, ProviderAddress own, IpAddress to) {
    return own.address().version() == to.version()
        ? Optional.of(own)
        : book.providersOf(own.edge())
            .filter(other -> other.address().version() == to.version())
            .findFirst();
  }

  static Optional<ProviderRoute> route(OverlayBook book, String edge, IpAddress to) {
    return book.providerRoutesOf(edge)
        .filter(route -> route.destination().contains(to))
        .min(ProviderRoute.PREFERENCE);
  }

  private @Nullable WalkBlock envelope(
      ProviderAddress from, ProviderAddress there, LookupRecord to) {
    int room = question.mtu() - OuterHeader.overhead(from.address().version());
    if (question.size() > room) {
      return blocked(
          WalkStage.ENVELOPE,
          WalkBlock.MTU,
          question.size() + " octets; " + room + " fit " + question.mtu() + " with NVGRE around");
    }
    int flow = FlowId.of(folded(question.source()), folded(question.destination()), -1, -1, -1);
    Octets nvgre = new NvgreHeader(to.vsid(), flow).encode();
    int payload = NvgreHeader.SIZE + 14 + question.size();
    envelope =
        new OuterHeader(from.address(), there.address(), 0, OuterHeader.TIME_TO_LIVE, payload)
            .encode()
            .plus(nvgre);
    step(
        WalkStage.ENVELOPE,
        "GRE key 0x"
            + String.format("%06x%02x", to.vsid().value(), flow)
            + ", "
            + from.address()
            + " to "
            + there.address(),
        there);
    step(
        WalkStage.ARRIVAL,
        there.edge() + " takes it out and delivers it in VSID " + to.vsid() + " to " + to.mac(),
        to);
    return null;
  }

  private static long folded(IpAddress address) {
    return address.high() ^ address.low();
  }
}
