package org.moorage.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.edge.Bench.P1;
import static org.moorage.edge.Bench.P2;
import static org.moorage.edge.Bench.ask;
import static org.moorage.edge.Bench.at;
import static org.moorage.edge.Bench.inGroup;
import static org.moorage.edge.Bench.vids;
import static org.moorage.edge.Bench.vsi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.stack.VsiAnswer;
import org.moorage.protocol.stack.VsiRequest;
import org.moorage.protocol.vdp.DraftResponse;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.FilterInfo.Entry;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;

/** What an edge grants and refuses, and that it says why. */
class EdgeTest {

  private final Bench bench = new Bench();

  @Test
  void anAssociateMakesAnActiveVPortAndSaysByWhichRules() {
    Decision decision = bench.decide(ask(1, 4711, 2, at(1, 100)));
    VPort vPort = bench.edge.commit((Decision.Granted) decision, bench.now);

    assertThat(vPort.state()).isEqualTo(VPortState.ACTIVE);
    assertThat(vPort.plan().profileName()).isEqualTo("web-server/2");
    assertThat(decision.because())
        .contains(
            "type 4711 version 2 is web-server",
            "VID 100 is allowed (access 100)",
            "no other VSI on p1 holds 02:00:00:00:00:01 VID 100",
            "frames pass from now on");
    assertThat(decision.answer()).isEqualTo(new VsiAnswer.Accepted(vPort.answered()));
  }

  @Test
  void decidingChangesNothing() {
    bench.decide(ask(1, 4711, 2, at(1, 100)));

    assertThat(bench.edge.vPorts()).isEmpty();
    assertThat(bench.decide(ask(2, 4711, 2, at(1, 100)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aPreAssociateIsAnsweredLikeAnAssociateButHasNoVPort() {
    Decision decision = bench.decide(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 0)));

    assertThat(decision).isInstanceOf(Decision.NoVPort.class);
    VPort vPort = bench.edge.commit((Decision.Granted) decision, bench.now);
    assertThat(vPort.answered()).containsExactly(VidField.of(new VlanId(100)));
    assertThat(vPort.state()).isEqualTo(VPortState.PRE_ASSOCIATED);
    assertThat(bench.edge.vPortCount(P1)).isZero();
    assertThat(bench.edge.ruleEntries()).isZero();
    assertThat(bench.refused(ask(VdpType.PRE_ASSOCIATE, 2, 4711, 2, at(2, 7))).error())
        .isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
  }

  @Test
  void aReservationIsCountedAndKeepsItsFiltersFromOthers() {
    VPort vPort = bench.commit(ask(VdpType.PRE_ASSOCIATE_RR, 1, 4711, 2, at(1, 100)));

    assertThat(vPort.state()).isEqualTo(VPortState.RESERVED);
    assertThat(vPort.plan().forwarding()).isFalse();
    assertThat(bench.edge.vPortCount(P1)).isEqualTo(1);
    assertThat(bench.refused(ask(2, 4711, 2, at(1, 100))).reason()).contains("held on p1 by VSI");
  }

  @Test
  void theLifeOfAVPortKeepsItsIdentityAndGoesAnyWayButBack() {
    VPortId id = bench.commit(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 100))).id();
    assertThat(bench.commit(ask(VdpType.PRE_ASSOCIATE_RR, 1, 4711, 2, at(1, 100))).id())
        .isEqualTo(id);
    assertThat(bench.commit(ask(1, 4711, 2, at(1, 100))).id()).isEqualTo(id);
    VPort back = bench.commit(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 100)));
    assertThat(back.state()).isEqualTo(VPortState.PRE_ASSOCIATED);
    assertThat(bench.edge.ruleEntries()).isZero();

    VPort gone = bench.edge.release(P1, vsi(1), bench.now).orElseThrow();
    assertThat(gone.state()).isEqualTo(VPortState.RELEASED);
    assertThat(bench.edge.release(P1, vsi(1), bench.now)).isEmpty();
    assertThatThrownBy(() -> gone.become(VPortState.ACTIVE, bench.now))
        .hasMessageContaining("RELEASED");
    assertThat(bench.commit(ask(1, 4711, 2, at(1, 100))).id()).isEqualTo(id);
  }

  @Test
  void aKeepaliveDoesNotMakeAVPortYounger() {
    VPort vPort = bench.commit(ask(1, 4711, 2, at(1, 100)));
    bench.pass(Duration.ofSeconds(10));

    assertThat(bench.commit(ask(1, 4711, 2, at(1, 100))).since()).isEqualTo(vPort.since());
  }

  @Test
  void aFilterAnotherVsiHoldsIsRefusedNamingThatVsi() {
    bench.commit(ask(1, 4711, 2, at(1, 100)));

    Decision.Refuse refuse = bench.refused(ask(2, 4711, 2, at(1, 100)));

    assertThat(refuse.error()).isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
    assertThat(refuse.keep()).isFalse();
    assertThat(refuse.reason())
        .isEqualTo(
            "02:00:00:00:00:01 VID 100 is held on p1 by VSI "
                + vsi(1)
                + " since 2026-01-01T00:00:00Z");
    assertThat(refuse.fix()).contains(vsi(1).toString());
  }

  @Test
  void theSameFilterOnAnotherPortIsNobodysBusiness() {
    bench.commit(P1, ask(1, 4711, 2, at(1, 100)));

    assertThat(bench.decide(P2, ask(2, 4711, 2, at(1, 100)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aVidAloneAndThatVidWithAnAddressLiveBesideEachOther() {
    bench.commit(ask(1, 4711, 2, vids(100)));

    assertThat(bench.decide(ask(2, 4711, 2, at(1, 100)))).isInstanceOf(Decision.Accept.class);
    assertThat(bench.decide(ask(3, 4711, 2, vids(0)))).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void untaggedFramesOfOneAddressBelongToOneVsiOnly() {
    bench.commit(ask(1, 4711, 2, at(1, 0)));

    assertThat(bench.refused(ask(2, 4712, 1, at(1, 0))).reason()).contains(vsi(1).toString());
    assertThat(bench.decide(ask(2, 4712, 1, at(1, 200)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aReleasedFilterIsFreeAgain() {
    bench.commit(ask(1, 4711, 2, at(1, 0)));
    bench.release(1);

    assertThat(bench.decide(ask(2, 4711, 2, at(1, 0)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aChangeOfFiltersReplacesTheFormerOnes() {
    bench.commit(ask(1, 4711, 2, at(1, 100)));
    bench.commit(ask(1, 4711, 2, at(2, 100)));

    assertThat(bench.edge.vPortCount(P1)).isEqualTo(1);
    assertThat(bench.decide(ask(2, 4711, 2, at(1, 100)))).isInstanceOf(Decision.Accept.class);
    assertThat(bench.decide(ask(2, 4711, 2, at(2, 100)))).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void aLiveVsiKeepsWhatItHadWhenItsChangeIsRefused() {
    bench.commit(ask(1, 4711, 2, at(1, 100)));

    assertThat(bench.refused(ask(1, 4711, 2, at(1, 101))).keep()).isTrue();
    assertThat(bench.edge.vPort(P1, vsi(1)).orElseThrow().state()).isEqualTo(VPortState.ACTIVE);
  }

  @Test
  void anUnknownVersionIsRefusedForGoodNamingTheVersionsThereAre() {
    Decision.Refuse refuse = bench.refused(ask(1, 4711, 3, at(1, 100)));

    assertThat(refuse.reason())
        .isEqualTo("type 4711 version 3 is unknown: `profiles/web-server` has versions 1, 2");
    assertThat(refuse.fix()).contains("version 1 or 2").contains("`profiles/web-server/v3.yaml`");
    assertThat(refuse.answer())
        .isEqualTo(
            new VsiAnswer.Refused(
                VdpError.OTHER_FAILURE, false, true, DraftResponse.VTID_VERSION_VIOLATION));
  }

  @Test
  void anUnknownTypeIsRefusedForGoodAlsoForALiveVsi() {
    bench.commit(ask(1, 4711, 2, at(1, 100)));

    Decision.Refuse refuse = bench.refused(ask(1, 9999, 1, at(1, 100)));

    assertThat(refuse.answer())
        .isEqualTo(
            new VsiAnswer.Refused(VdpError.OTHER_FAILURE, false, true, DraftResponse.UNUSED_VTID));
    assertThat(refuse.reason()).startsWith("type 9999 is unknown");
  }

  @Test
  void anAcceptedUnknownTypeGetsItsOwnVidAndNoRulesAndIsMarked() {
    Bench lenient = new Bench(EdgeSettings.DEFAULTS.with(UnknownTypePolicy.parse("accept")));

    VPort vPort = lenient.commit(ask(1, 9999, 1, at(1, 77)));

    assertThat(vPort.answered()).containsExactly(VidField.of(new VlanId(77)));
    assertThat(vPort.plan().terms().standing()).isEqualTo(Standing.UNKNOWN_ACCEPTED);
    assertThat(vPort.plan().profileName()).isEqualTo("unknown type 9999/1");
    assertThat(lenient.refused(ask(2, 9999, 1, at(2, 0))).fix()).contains("--unknown-type");
  }

  @Test
  void aQuarantinedVsiKeepsItsVidOnItsLinkAndTravelsInTheQuarantineVlan() {
    Bench careful =
        new Bench(EdgeSettings.DEFAULTS.with(UnknownTypePolicy.parse("quarantine:666/1")));

    VPort vPort = careful.commit(ask(1, 9999, 1, at(1, 77)));

    assertThat(vPort.answered()).containsExactly(VidField.of(new VlanId(77)));
    VPortMatch match = vPort.plan().matches().getFirst();
    assertThat(match.vid()).isEqualTo(new VlanId(77));
    assertThat(match.network()).isEqualTo(new VlanId(666));
    assertThat(vPort.plan().terms().standing()).isEqualTo(Standing.QUARANTINED);
    assertThat(careful.vids(ask(2, 9999, 1, at(2, 0)))).containsExactly(666);
    assertThat(careful.commit(ask(3, 4711, 2, at(3, 0))).plan().terms().standing())
        .isEqualTo(Standing.KNOWN);
  }

  @Test
  void aQuarantineThatDoesNotExistRefuses() {
    Bench careless =
        new Bench(EdgeSettings.DEFAULTS.with(UnknownTypePolicy.parse("quarantine:667/1")));

    assertThat(careless.refused(ask(1, 9999, 1, at(1, 77))).reason())
        .contains("quarantine type 667/1 is unknown as well");
  }

  @Test
  void whatIsSaidAboutUnknownTypesReadsAsItIsWritten() {
    for (String text : List.of("refuse", "accept", "quarantine:666/1")) {
      assertThat(UnknownTypePolicy.parse(text).text()).isEqualTo(text);
    }
    assertThatThrownBy(() -> UnknownTypePolicy.parse("maybe"))
        .hasMessageContaining("quarantine:TYPE/VERSION");
  }

  @Test
  void groupsAreOnlyForThoseWhoAgreedOnThem() {
    VsiRequest agreed = ask(1, 4711, 2, inGroup(42, 1, 0));
    VsiRequest not =
        VsiRequest.of(
            agreed.type(),
            agreed.manager(),
            agreed.typeId(),
            agreed.version(),
            agreed.vsiId(),
            agreed.filters());

    assertThat(bench.decide(agreed)).isInstanceOf(Decision.Accept.class);
    assertThat(bench.refused(not).error()).isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
  }

  @Test
  void anAddressThatIsNotOneStationsAndAVidThatIsNoVlanAreRefused() {
    for (Entry bad :
        List.of(
            Entry.of(MacAddress.ZERO, VidField.WILDCARD),
            Entry.of(MacAddress.BROADCAST, VidField.WILDCARD),
            Entry.of(Bench.mac(1), new VidField(false, 0, 4095)))) {
      assertThat(
              bench.refused(ask(1, 4711, 2, FilterInfo.of(FilterInfo.Format.MAC_VID, bad))).error())
          .isEqualTo(VdpError.INVALID_VID_GROUP_OR_MAC);
    }
  }

  @Test
  void aFullPortRefusesNewVPortsAndStillLetsItsOwnChange() {
    Bench small = new Bench(EdgeSettings.DEFAULTS.withBounds(2, 1_000));
    small.commit(ask(1, 4711, 2, at(1, 100)));
    small.commit(ask(VdpType.PRE_ASSOCIATE_RR, 2, 4711, 2, at(2, 100)));

    Decision.Refuse refuse = small.refused(ask(3, 4711, 2, at(3, 100)));
    assertThat(refuse.error()).isEqualTo(VdpError.INSUFFICIENT_RESOURCES);
    assertThat(refuse.reason()).isEqualTo("p1 holds 2 vPorts, as many as it takes");
    assertThat(small.decide(P2, ask(3, 4711, 2, at(3, 100)))).isInstanceOf(Decision.Accept.class);
    assertThat(small.decide(ask(2, 4711, 2, at(2, 100)))).isInstanceOf(Decision.Accept.class);
    small.release(1);
    assertThat(small.decide(ask(3, 4711, 2, at(3, 100)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void preAssociatedVsisAreBoundedAsWell() {
    Bench small = new Bench(EdgeSettings.DEFAULTS.withBounds(1, 1_000));
    small.commit(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 100)));

    assertThat(small.refused(ask(VdpType.PRE_ASSOCIATE, 2, 4711, 2, at(2, 100))).error())
        .isEqualTo(VdpError.INSUFFICIENT_RESOURCES);
    assertThat(small.decide(ask(VdpType.PRE_ASSOCIATE, 1, 4711, 2, at(1, 100))))
        .isInstanceOf(Decision.NoVPort.class);
    assertThat(small.decide(ask(2, 4711, 2, at(2, 100)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void rulesThatDoNotFitAreRefused() {
    int each = bench.commit(ask(1, 4711, 2, at(1, 100))).plan().entries();
    Bench small = new Bench(EdgeSettings.DEFAULTS.withBounds(10, each + 1L));
    small.commit(ask(1, 4711, 2, at(1, 100)));

    Decision.Refuse refuse = small.refused(ask(2, 4711, 2, at(2, 100)));
    assertThat(refuse.error()).isEqualTo(VdpError.INSUFFICIENT_RESOURCES);
    assertThat(refuse.reason()).contains(each + " rule entries do not fit");
    assertThat(small.decide(ask(1, 4711, 1, at(1, 100)))).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void vPortsUnderOneVersionShareItsCompiledRules() {
    VPort one = bench.commit(ask(1, 4711, 2, at(1, 100)));
    VPort two = bench.commit(ask(2, 4711, 2, at(2, 100)));

    assertThat(two.plan().terms()).isSameAs(one.plan().terms());
  }

  @Test
  void whateverCameAndWentLeavesAnEmptyEdge() {
    Random random = new Random(7);
    List<VdpType> ways =
        List.of(VdpType.PRE_ASSOCIATE, VdpType.PRE_ASSOCIATE_RR, VdpType.ASSOCIATE);
    List<Integer> types = List.of(4711, 4712, 4713, 4715, 9999);
    int[] vidsTried = {0, 0, 10, 100, 200, 202, 300};
    for (int i = 0; i < 5_000; i++) {
      int number = random.nextInt(40);
      if (random.nextInt(3) == 0) {
        bench.release(number);
      } else {
        int vid = vidsTried[random.nextInt(vidsTried.length)];
        FilterInfo filters =
            random.nextInt(4) == 0
                ? inGroup(1 + random.nextInt(3), random.nextInt(1, 30), vid)
                : at(random.nextInt(1, 30), vid);
        VsiRequest request =
            ask(ways.get(random.nextInt(3)), number, types.get(random.nextInt(5)), 1, filters);
        if (bench.decide(request) instanceof Decision.Granted granted) {
          bench.edge.commit(granted, bench.now);
        }
      }
      bench.pass(Duration.ofSeconds(random.nextInt(60)));
      assertThat(bench.edge.ruleEntries()).isEqualTo(entries());
      assertThat(bench.edge.vPortCount(P1)).isEqualTo(vPorts());
    }

    for (int number = 0; number < 40; number++) {
      bench.release(number);
    }
    assertThat(bench.edge.vPorts()).isEmpty();
    assertThat(bench.edge.ruleEntries()).isZero();
    bench.pass(PoolLeases.KEPT);
    for (int number = 1; number <= 4; number++) {
      bench.commit(ask(100 + number, 4712, 1, at(number, 0)));
    }
    assertThat(bench.edge.leases().size()).isEqualTo(4);
  }

  private long entries() {
    return new ArrayList<>(bench.edge.vPorts(P1))
        .stream()
            .filter(vPort -> vPort.state().holdsEntries())
            .mapToLong(vPort -> vPort.plan().entries())
            .sum();
  }

  private int vPorts() {
    return (int)
        bench.edge.vPorts(P1).stream().filter(vPort -> vPort.state().holdsEntries()).count();
  }
}
