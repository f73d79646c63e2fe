package org.moorage.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.soft.SoftSwitch;
import org.moorage.edge.Decision;
import org.moorage.edge.Edge;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.OverlayMembership;
import org.moorage.edge.VPortPlan;
import org.moorage.overlay.CustomerRoute;
import org.moorage.overlay.LookupRecord;
import org.moorage.overlay.OverlayChange;
import org.moorage.overlay.OverlayItem;
import org.moorage.overlay.RoutingDomainId;
import org.moorage.overlay.VirtualSubnet;
import org.moorage.overlay.VmNetwork;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpPrefix;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** The same frames of a VM in its VLAN and into NVGRE, in memory and in turns. */
final class OverlayFrames {

  private static final int SIZE = 64;
  private static final int RULES = 20;
  private static final String PLAIN = "in its VLAN";
  private static final String CARRIED = "into NVGRE";
  private static final int PLAIN_VM = 1;
  private static final int CARRIED_VM = 2;
  private static final VirtualSubnetId VSID = new VirtualSubnetId(5_000);
  private static final RoutingDomainId RDID = new RoutingDomainId(new UUID(1, 1));

  private final InTurns turns = new InTurns();
  private final CountedFrames sink = new CountedFrames();

  private OverlayFrames() {}

  static OverlayFrames prepare(Path directory) throws BenchFailure, IOException {
    SwitchProfiles.writeInto(directory, RULES);
    OverlayFrames bench = new OverlayFrames();
    bench.prepare(ProfileLibrary.load(directory).library());
    return bench;
  }

  private void prepare(ProfileLibrary profiles) throws BenchFailure {
    SoftSwitch sender = OverlaySite.plane();
    tell(sender);
    byte[] said =
        Octets.builder()
            .u48(0xFFFF_FFFF_FFFFL)
            .u48(FrameLoad.DESTINATION)
            .u16(0x8100)
            .u16(BenchProfile.VLAN)
            .u16(0x88B5)
            .build()
            .paddedTo(SIZE)
            .toArray();
    sender.receive(OverlaySite.FABRIC, said, said.length, Instant.EPOCH, sink);
    take(PLAIN, sender, plan(profiles, PLAIN_VM, false), PLAIN_VM);
    take(CARRIED, sender, plan(profiles, CARRIED_VM, true), CARRIED_VM);
  }

  /** The sender's VM here, everything else by a route at the other edge. */
  private void tell(SoftSwitch plane) {
    IpAddress gateway = IpAddress.v4(10L << 24 | 200 << 16 | 0xFF09);
    List<OverlayItem> items =
        List.of(
            new VmNetwork(RDID, "bench", "bench"),
            new VirtualSubnet(
                VSID,
                RDID,
                "s0",
                Optional.of(IpPrefix.parse("10.200.0.0/16")),
                Optional.empty(),
                Optional.empty()),
            OverlaySite.provider(0),
            OverlaySite.provider(1),
            LookupRecord.of(VSID, sender(CARRIED_VM), mac(CARRIED_VM), OverlaySite.HERE),
            LookupRecord.of(VSID, gateway, OverlaySite.mac(9), OverlaySite.THERE),
            new CustomerRoute(RDID, VSID, IpPrefix.parse("0.0.0.0/0"), gateway, 0));
    plane.change(items.stream().<OverlayChange>map(OverlayChange.Put::new).toList(), Instant.EPOCH);
    OverlayLookups.resolve(plane, sink);
  }

  private static IpAddress sender(int vm) {
    return IpAddress.v4(10L << 24 | 200 << 16 | vm);
  }

  private static MacAddress mac(int vm) {
    return new MacAddress(0x5254_0000_0000L + vm);
  }

  private static VPortPlan plan(ProfileLibrary profiles, int vm, boolean carried)
      throws BenchFailure {
    Edge edge = new Edge(new EdgeName("bench-" + vm), EdgeSettings.DEFAULTS);
    VsiRequest request =
        VsiRequest.of(
            VdpType.ASSOCIATE,
            VsiManagerId.DEFAULT,
            new VsiTypeId(SwitchProfiles.type(RULES)),
            new VsiTypeVersion(SwitchProfiles.VERSION),
            VsiId.of(new UUID(0, vm)),
            FilterInfo.of(
                FilterInfo.Format.MAC_VID,
                FilterInfo.Entry.of(mac(vm), new VidField(false, 0, BenchProfile.VLAN))));
    Decision decision = edge.decide(OverlaySite.SERVER, request, profiles::lookup, Instant.EPOCH);
    if (!(decision instanceof Decision.Accept accept)) {
      throw new BenchFailure("the edge does not take the VSI: " + decision);
    }
    VPortPlan plan = accept.plan();
    return carried
        ? new VPortPlan(
            plan.id(),
            plan.port(),
            plan.vsi(),
            plan.separation(),
            true,
            plan.matches(),
            plan.terms(),
            Optional.of(new OverlayMembership(VSID, false)))
        : plan;
  }

  private void take(String name, SoftSwitch plane, VPortPlan plan, int vm) throws BenchFailure {
    if (!(plane.apply(plan) instanceof Applied.Done)) {
      throw new BenchFailure("the switch does not take the vPort, " + name);
    }
    List<byte[]> its = new ArrayList<>();
    for (int rule = 0; rule < RULES; rule++) {
      its.add(FrameLoad.frame(SIZE, rule, vm).toArray());
    }
    turns.add(name, plane.intake(OverlaySite.SERVER), its);
  }

  List<BenchRow> rows() throws BenchFailure {
    Map<String, Double> rates = turns.run();
    return List.of(
        new BenchRow(
            "64 octets, 20 rules, into NVGRE, beside in its VLAN",
            "Mframes/s",
            rates.getOrDefault(CARRIED, Double.NaN),
            Optional.ofNullable(rates.get(PLAIN)),
            Optional.empty()));
  }
}
