package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.arp;
import static org.moorage.dataplane.soft.Rig.udp;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.Decision;
import org.moorage.edge.Edge;
import org.moorage.edge.EdgeName;
import org.moorage.edge.EdgeSettings;
import org.moorage.edge.PortName;
import org.moorage.edge.UnknownTypePolicy;
import org.moorage.edge.VPortPlan;
import org.moorage.profile.ProfileLibrary;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.FilterInfo.Entry;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiId;
import org.moorage.protocol.vdp.VsiManagerId;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** What happens to this frame: the profiles we ship, from the request to the wire. */
class ShippedProfilesTest {

  private static final ProfileLibrary LIBRARY = ProfileLibrary.load(Path.of("profiles")).library();

  private static final int SYN = 2;
  private static final int ACK = 16;

  private final Rig rig = new Rig();
  private final Edge edge =
      new Edge(
          new EdgeName("leaf-1"),
          EdgeSettings.DEFAULTS.with(UnknownTypePolicy.parse("quarantine:4999/1")));

  private VPortPlan associate(int vm, PortName port, int type, int version, int vid) {
    VsiRequest request =
        VsiRequest.of(
            VdpType.ASSOCIATE,
            VsiManagerId.DEFAULT,
            new VsiTypeId(type),
            new VsiTypeVersion(version),
            VsiId.of(new UUID(1, vm)),
            FilterInfo.of(
                FilterInfo.Format.MAC_VID,
                Entry.of(new MacAddress(Rig.mac(vm)), VidField.ofBits(vid))));
    Decision.Granted granted =
        (Decision.Granted) edge.decide(port, request, LIBRARY::lookup, rig.now);
    rig.apply(granted.plan());
    edge.commit(granted, rig.now);
    return granted.plan();
  }

  @Test
  void aWebServerAnswersTheWorldAndCallsOnlyItsDatabases() {
    associate(1, P1, 4711, 2, 0);

    assertThat(rig.receive(FABRIC, in100(tcp(9, 1, "203.0.113.7", "10.1.100.5", 40_000, 443, SYN))))
        .containsExactly("p1");
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.100.5", "203.0.113.7", 443, 40_000, SYN | ACK)))
        .containsExactly("f1/100");
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.100.5", "203.0.113.7", 443, 40_000, SYN)))
        .as("a call from port 443 is no answer")
        .isEmpty();
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.100.5", "10.1.110.5", 5_000, 5432, SYN)))
        .containsExactly("f1/100");
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.100.5", "10.1.110.5", 5_000, 3306, SYN))).isEmpty();
    assertThat(rig.receive(FABRIC, in100(tcp(9, 1, "203.0.113.7", "10.1.100.5", 40_000, 22, SYN))))
        .isEmpty();
    assertThat(rig.receive(FABRIC, in100(tcp(9, 1, "10.1.5.9", "10.1.100.5", 40_000, 22, SYN))))
        .containsExactly("p1");
  }

  @Test
  void aWebServerResolvesNamesAndIsMarked() {
    associate(1, P1, 4711, 2, 0);
    rig.receive(P1, udp(1, 9, ip("10.1.100.5"), ip("10.1.0.53"), 4_000, 53, 30));

    assertThat(rig.sent).hasSize(1);
    assertThat(rig.sent.getFirst().pcp()).isEqualTo(3);
    assertThat(rig.sent.getFirst().frame().u8(19) >>> 2).as("af21").isEqualTo(18);
    assertThat(
            rig.receive(FABRIC, in100(udp(9, 1, ip("10.1.0.53"), ip("10.1.100.5"), 53, 4_000, 30))))
        .containsExactly("p1");
    assertThat(rig.receive(P1, udp(1, 9, ip("10.1.100.5"), ip("8.8.8.8"), 4_000, 53, 30)))
        .isEmpty();
  }

  @Test
  void aWebServerCannotTakeItsNeighboursAddress() {
    VPortPlan web = associate(1, P1, 4711, 2, 0);
    rig.receive(P1, arp(1, BROADCAST, Rig.mac(1), ip("10.1.100.5"), ip("10.1.100.1")));

    assertThat(rig.receive(P1, arp(1, BROADCAST, Rig.mac(1), ip("10.1.100.6"), ip("10.1.100.1"))))
        .isEmpty();
    assertThat(rig.receive(P1, udp(2, 9, ip("10.1.100.5"), ip("10.1.0.53"), 4_000, 53, 30)))
        .isEmpty();
    assertThat(rig.receive(P1, udp(1, BROADCAST, 0, 0xFFFF_FFFFL, 67, 68, 30))).isEmpty();
    assertThat(rig.droppedFromVm(web, DropReason.SPOOFED_ARP)).isEqualTo(1);
    assertThat(rig.droppedFromVm(web, DropReason.ROGUE_SERVER)).isEqualTo(1);
    assertThat(rig.drops(P1)).containsEntry(DropReason.SPOOFED_MAC, 1L);
  }

  @Test
  void aDatabaseIsOpenToWebServersOnly() {
    associate(1, P1, 4720, 1, 110);

    assertThat(rig.receive(FABRIC, toDatabase("10.1.100.77"))).containsExactly("p1/110");
    assertThat(rig.receive(FABRIC, toDatabase("10.1.101.77"))).isEmpty();
  }

  private static byte[] toDatabase(String from) {
    return withTag(tcp(9, 1, from, "10.1.110.5", 5_000, 5432, SYN), 110);
  }

  @Test
  void aGuestReachesTheInternetAndNothingInside() {
    associate(1, P1, 4770, 1, 0);

    assertThat(rig.receive(P1, tcp(1, 9, "10.1.170.5", "203.0.113.7", 5_000, 443, SYN)))
        .containsExactly("f1/170");
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.170.5", "10.1.100.5", 5_000, 443, SYN))).isEmpty();
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.170.5", "10.1.70.1", 5_000, 443, SYN)))
        .containsExactly("f1/170");
    assertThat(rig.receive(P1, tcp(1, 9, "10.1.170.5", "203.0.113.7", 5_000, 25, SYN))).isEmpty();
  }

  @Test
  void aTelephoneSpeaksInItsNativeVlanAndInThoseOfTheTrunk() {
    associate(1, P1, 4740, 1, 0);
    byte[] call = udp(1, 9, ip("10.1.140.5"), ip("10.1.40.10"), 5_060, 5_060, 30);

    assertThat(rig.receive(P1, call)).containsExactly("f1/140");
    assertThat(rig.sent.getFirst().pcp()).isEqualTo(5);
    associate(2, P2, 4740, 1, 142);
    assertThat(
            rig.receive(
                P2, withTag(udp(2, 9, ip("10.1.142.5"), ip("10.1.40.10"), 1, 5_060, 30), 142)))
        .containsExactly("f1/142");
  }

  @Test
  void tenantsOfAPoolDoNotSeeEachOther() {
    associate(1, P1, 4800, 1, 0);
    associate(2, P2, 4800, 1, 0);

    assertThat(rig.receive(P1, udp(1, BROADCAST, 1, 2, 3, 4, 5))).containsExactly("f1/200");
    assertThat(rig.receive(P2, udp(2, BROADCAST, 1, 2, 3, 4, 5))).containsExactly("f1/201");
  }

  @Test
  void anUnknownTypeInQuarantineReachesRemediationOnly() {
    associate(1, P1, 1, 1, 77);

    assertThat(rig.receive(P1, withTag(tcp(1, 9, "10.1.9.9", "10.1.66.10", 5_000, 443, SYN), 77)))
        .containsExactly("f1/666");
    assertThat(rig.receive(P1, withTag(tcp(1, 9, "10.1.9.9", "10.1.66.11", 5_000, 443, SYN), 77)))
        .isEmpty();
  }

  @Test
  void everyShippedProfileFitsAnEdge() {
    int vm = 0;
    for (var profile : LIBRARY.all()) {
      if (profile.overlay().isPresent()) {
        // For edges of tenants' networks: the labs run these.
        continue;
      }
      vm++;
      VPortPlan plan = associate(vm, P1, profile.type().value(), profile.version().value(), 0);
      assertThat(plan.profileName()).isEqualTo(profile.reference());
    }
    assertThat(rig.plane.programmed()).hasSize(vm).hasSizeGreaterThan(6);
    for (int each = 1; each <= vm; each++) {
      edge.release(P1, VsiId.of(new UUID(1, each)), rig.now)
          .ifPresent(vPort -> rig.plane.remove(vPort.id()));
    }
    assertThat(rig.plane.describe()).isEmpty();
  }

  private static byte[] in100(byte[] frame) {
    return withTag(frame, 100);
  }

  private static long ip(String text) {
    return IpAddress.parse(text).orElseThrow().low();
  }

  private static byte[] tcp(
      int from, int to, String fromIp, String toIp, int fromPort, int toPort, int flags) {
    byte[] frame = udp(from, to, ip(fromIp), ip(toIp), fromPort, toPort, 12);
    frame[23] = 6;
    Rig.put(frame, 38, 0, 8);
    frame[46] = 0x50;
    frame[47] = (byte) flags;
    Rig.put(frame, 24, 0, 2);
    Rig.put(frame, 24, Rig.checksum(frame, 14), 2);
    return frame;
  }
}
