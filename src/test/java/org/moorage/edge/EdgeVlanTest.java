package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.edge.Bench.ask;
import static org.moorage.edge.Bench.at;
import static org.moorage.edge.Bench.inGroup;
import static org.moorage.edge.Bench.mac;
import static org.moorage.edge.Bench.vids;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.HeldVsi;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.FilterInfo.Entry;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;

/** Which VLAN a VSI gets for the VID it asks with. */
class EdgeVlanTest {

  private final Bench bench = new Bench();

  @Test
  void aVidThatIsTheAccessVlanIsTakenAsItIs() {
    VPort vPort = bench.commit(ask(1, 4711, 2, at(1, 100)));

    assertThat(vPort.answered()).containsExactly(VidField.of(new VlanId(100)));
    assertThat(vPort.plan().matches())
        .containsExactly(
            new VPortMatch(
                Optional.of(mac(1)), new VlanId(100), false, new VlanId(100), new VlanId(100)));
  }

  @Test
  void anotherVidThanTheAccessVlanIsRefusedWithTheOneThatWouldDo() {
    Decision.Refuse refuse = bench.refused(ask(1, 4711, 2, at(1, 101)));

    assertThat(refuse.error()).isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
    assertThat(refuse.hard()).isFalse();
    assertThat(refuse.reason())
        .isEqualTo("VID 101 is not in access 100, which is all web-server/2 allows");
    assertThat(refuse.fix()).startsWith("let the station ask with VID 100 or 0");
  }

  @Test
  void vid0IsAnsweredWithTheAccessVlanAndUntaggedFramesAreItsOwn() {
    VPort vPort = bench.commit(ask(1, 4711, 2, at(1, 0)));

    assertThat(vPort.answered()).containsExactly(VidField.of(new VlanId(100)));
    assertThat(vPort.plan().matches().getFirst().untagged()).isTrue();
  }

  @Test
  void whoAskedWithVid0AndThenNamesWhatItWasAnsweredMayStillSendUntagged() {
    bench.commit(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 0)));

    VPort vPort = bench.commit(ask(1, 4711, 2, at(1, 100)));

    assertThat(vPort.plan().matches().getFirst().untagged()).isTrue();
    assertThat(bench.edge.asFirstAsked(Bench.P1, ask(1, 4711, 2, at(1, 100))))
        .isEqualTo(ask(1, 4711, 2, at(1, 0)));
  }

  @Test
  void priorityBitsOfTheRequestComeBackWithTheVid() {
    FilterInfo filters =
        FilterInfo.of(FilterInfo.Format.MAC_VID, Entry.of(mac(1), new VidField(true, 5, 100)));

    assertThat(bench.commit(ask(1, 4711, 2, filters)).answered())
        .containsExactly(new VidField(true, 5, 100));
  }

  @Test
  void everyVidOfATrunkMayBeNamedAndVid0IsItsNativeVlan() {
    assertThat(bench.vids(ask(1, 4713, 1, vids(20, 10)))).containsExactly(20, 10);
    assertThat(bench.vids(ask(1, 4713, 1, vids(0)))).containsExactly(10);
    assertThat(bench.refused(ask(1, 4713, 1, vids(20, 30))).reason()).contains("VID 30");
  }

  @Test
  void vid0InATrunkWithoutANativeVlanIsRefused() {
    assertThat(bench.refused(ask(1, 4714, 1, vids(0))).error())
        .isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
  }

  @Test
  void anIsolatedVsiSpeaksThePrimaryVidAndTravelsInTheIsolatedVlan() {
    VPortMatch match = bench.commit(ask(1, 4715, 1, at(1, 0))).plan().matches().getFirst();

    assertThat(match.vid()).isEqualTo(new VlanId(300));
    assertThat(match.network()).isEqualTo(new VlanId(301));
    assertThat(match.inbound()).isEqualTo(new VlanId(300));
  }

  @Test
  void eachVsiOfAPoolHasAVlanOfItsOwnUntilNoneIsLeft() {
    for (int vsi = 1; vsi <= 4; vsi++) {
      assertThat(bench.commit(ask(vsi, 4712, 1, at(vsi, 0))).answered().getFirst().vid())
          .isEqualTo(199 + vsi);
    }

    Decision.Refuse refuse = bench.refused(ask(5, 4712, 1, at(5, 0)));
    assertThat(refuse.error()).isEqualTo(VdpError.UNABLE_TO_CONTACT_MANAGER);
    assertThat(refuse.reason()).isEqualTo("all 4 VLANs of pool 200-203 are leased");
  }

  @Test
  void allVsisOfAGroupShareOneVlanOfThePool() {
    assertThat(bench.commit(ask(1, 4712, 1, inGroup(42, 1, 0))).answered().getFirst().vid())
        .isEqualTo(200);
    assertThat(bench.commit(ask(2, 4712, 1, inGroup(43, 2, 0))).answered().getFirst().vid())
        .isEqualTo(201);
    assertThat(bench.vids(ask(3, 4712, 1, inGroup(42, 3, 0)))).containsExactly(200);
  }

  @Test
  void aLeaseIsKeptForAnHourAfterItsLastVsi() {
    bench.commit(ask(1, 4712, 1, at(1, 0)));
    bench.commit(ask(2, 4712, 1, at(2, 0)));
    bench.release(1);
    bench.pass(PoolLeases.KEPT.minusSeconds(1));

    assertThat(bench.vids(ask(3, 4712, 1, at(3, 0)))).containsExactly(202);
    assertThat(bench.vids(ask(1, 4712, 1, at(1, 0)))).containsExactly(200);

    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.vids(ask(3, 4712, 1, at(3, 0)))).containsExactly(200);
  }

  @Test
  void aLeaseWithVsisNeverEnds() {
    bench.commit(ask(1, 4712, 1, inGroup(42, 1, 0)));
    bench.commit(ask(2, 4712, 1, inGroup(42, 2, 0)));
    bench.release(1);
    bench.pass(Duration.ofDays(30));

    assertThat(bench.vids(ask(3, 4712, 1, inGroup(43, 3, 0)))).containsExactly(201);
    assertThat(bench.vids(ask(4, 4712, 1, inGroup(42, 4, 0)))).containsExactly(200);
  }

  @Test
  void decidingLeasesNothing() {
    assertThat(bench.vids(ask(1, 4712, 1, at(1, 0)))).containsExactly(200);
    assertThat(bench.vids(ask(2, 4712, 1, at(2, 0)))).containsExactly(200);
    assertThat(bench.edge.leases().size()).isZero();
  }

  @Test
  void aVlanSomebodyNamedIsNotLeasedToAnother() {
    bench.commit(ask(1, 4712, 1, at(1, 200)));

    assertThat(bench.vids(ask(2, 4712, 1, at(2, 0)))).containsExactly(201);
  }

  @Test
  void theStationRepeatingTheAnsweredVidKeepsItsLease() {
    bench.commit(ask(VdpType.PRE_ASSOCIATE, 1, 4712, 1, at(1, 0)));
    bench.commit(ask(1, 4712, 1, at(1, 200)));
    bench.commit(ask(2, 4712, 1, at(2, 0)));

    assertThat(bench.edge.leases().size()).isEqualTo(2);
    bench.release(1);
    assertThat(bench.vids(ask(1, 4712, 1, at(1, 0)))).containsExactly(200);
  }

  @Test
  void severalVid0WithoutAnAddressEachGetAVlanOfThePoolAndTheFirstIsTheUntaggedOne() {
    VPort vPort = bench.commit(ask(1, 4712, 1, vids(0, 0)));

    // Two equal entries are one wish, said twice.
    assertThat(vPort.answered()).extracting(VidField::vid).containsExactly(200, 200);
    bench.release(1);

    FilterInfo two =
        FilterInfo.of(
            FilterInfo.Format.VID,
            Entry.of(VidField.WILDCARD),
            Entry.of(new VidField(false, 3, 0)));
    VPort other = bench.commit(ask(2, 4712, 1, two));
    assertThat(other.answered()).extracting(VidField::vid).containsExactly(201, 202);
    assertThat(other.plan().matches())
        .extracting(VPortMatch::untagged)
        .containsExactly(true, false);
  }

  @Test
  void twoAddressesWithVid0GetTheSameVlanOfAVsisLease() {
    FilterInfo two =
        FilterInfo.of(
            FilterInfo.Format.MAC_VID,
            Entry.of(mac(1), VidField.WILDCARD),
            Entry.of(mac(2), VidField.WILDCARD));

    assertThat(bench.vids(ask(1, 4712, 1, two))).containsExactly(200, 200);
    assertThat(bench.vids(ask(1, 4711, 2, two))).containsExactly(100, 100);
  }

  @Test
  void afterARestartAHeldVsiGetsTheVlanItWasAnswered() {
    VsiRequest request = ask(1, 4712, 1, at(1, 0));
    HeldVsi held = new HeldVsi(request, List.of(VidField.of(new VlanId(203))));

    Decision decision = bench.edge.decideAgain(Bench.P1, held, Profiles.LIBRARY::lookup, bench.now);

    assertThat(((Decision.Granted) decision).vids()).containsExactly(VidField.of(new VlanId(203)));
  }
}
