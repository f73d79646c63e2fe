package org.moorage.protocol.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.ethernet.ServiceTag;
import org.moorage.protocol.path.PathListener.Surveyed;
import org.moorage.protocol.path.PathSurvey.Fate;
import org.moorage.protocol.stack.ControlAddresses;

class PathSurveyTest {

  private static final MacAddress CUSTOMER = ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac();
  private static final MacAddress NON_TPMR = ReservedAddress.NEAREST_NON_TPMR_BRIDGE.mac();
  private static final MacAddress BRIDGE = ReservedAddress.NEAREST_BRIDGE.mac();
  private static final int PROBES = 16 * 2 + 3 * 3 + 2 * 5;

  private final TwoEnds ends = new TwoEnds();

  @Test
  void onACableEverythingSurvivesAndNobodyWaitsForTheBound() {
    PathSurvey survey = ends.survey();
    assertThat(survey.peer()).contains(TwoEnds.LISTENER);
    assertThat(survey.plan().slots()).hasSize(PROBES);
    assertThat(survey.plan().addresses())
        .hasSize(18)
        .allSatisfy(each -> assertThat(survey.common(each.mac())).contains(Fate.SURVIVES));
    assertThat(survey.unmet(PathNeed.of(ControlAddresses.STANDARD, true, true))).isEmpty();
    assertThat(Duration.between(ends.start, ends.now)).isLessThan(TwoEnds.BOUND);
    assertThat(ends.listener.takeSurveyed())
        .containsExactly(new Surveyed(TwoEnds.PROBER, PROBES, PROBES));
    assertThat(ends.listener.takeSurveyed()).isEmpty();
  }

  @Test
  void aPlainBridgeLeavesTheOwnGroupAddressAndBroadcast() {
    ends.there = TwoEnds.toReserved().negate();
    ends.back = TwoEnds.toReserved().negate();
    PathSurvey survey = ends.survey();
    for (ProbedAddress each : survey.plan().addresses()) {
      assertThat(survey.common(each.mac()))
          .contains(each.mac().isReservedForBridges() ? Fate.EATEN : Fate.SURVIVES);
    }
    assertThat(survey.unmet(PathNeed.of(ControlAddresses.STANDARD, false, false)))
        .extracting(PathNeed::what)
        .containsExactly("EVB", "ECP");
    assertThat(survey.carriesEvb(ProbedAddress.USUAL_OWN)).isTrue();
    assertThat(survey.carriesEvb(CUSTOMER)).isFalse();
  }

  @Test
  void whatIsEatenOneWayIsToldFromWhatIsEatenBothWays() {
    ends.there = TwoEnds.to(CUSTOMER).negate();
    ends.back = TwoEnds.to(NON_TPMR).negate();
    PathSurvey survey = ends.survey();
    assertThat(survey.fate(CUSTOMER, ProbeKind.LLDP)).isEqualTo(Fate.BACK_ONLY);
    assertThat(survey.fate(NON_TPMR, ProbeKind.LLDP)).isEqualTo(Fate.THERE_ONLY);
    assertThat(survey.fate(BRIDGE, ProbeKind.DRAFT_ECP)).isEqualTo(Fate.SURVIVES);
    assertThat(survey.fate(MacAddress.parse("01:80:c2:00:00:05"), ProbeKind.DRAFT_ECP))
        .isEqualTo(Fate.NOT_PROBED);
  }

  @Test
  void aBridgeThatTakesAllOfLldpIsFoundOut() {
    ends.there = frame -> frame.u16(12) != EtherType.LLDP.value();
    ends.back = ends.there;
    PathSurvey survey = ends.survey();
    assertThat(survey.peer()).contains(TwoEnds.LISTENER);
    assertThat(survey.fate(CUSTOMER, ProbeKind.LLDP)).isEqualTo(Fate.EATEN);
    assertThat(survey.fate(CUSTOMER, ProbeKind.ECP)).isEqualTo(Fate.SURVIVES);
    assertThat(survey.common(CUSTOMER)).isEmpty();
    assertThat(survey.unmet(PathNeed.of(ControlAddresses.STANDARD, false, false)))
        .containsExactly(new PathNeed("EVB", CUSTOMER, ProbeKind.LLDP));
  }

  @Test
  void aBridgeThatTakesTheSTagOffLeavesNoSChannels() {
    ends.there = frame -> !ServiceTag.isOn(frame);
    PathSurvey survey = ends.survey();
    assertThat(survey.unmet(PathNeed.of(ControlAddresses.STANDARD, false, false))).isEmpty();
    assertThat(survey.unmet(PathNeed.of(ControlAddresses.STANDARD, false, true)))
        .extracting(PathNeed::kind)
        .containsExactly(ProbeKind.TAGGED_LLDP, ProbeKind.TAGGED_ECP);
  }

  @Test
  void aFrameInThreeMayBeLost() {
    int[] count = {0};
    ends.there = any -> ++count[0] % 3 != 0;
    ends.back = any -> ++count[0] % 3 != 0;
    assertThat(ends.survey().unmet(PathNeed.of(ControlAddresses.STANDARD, true, true))).isEmpty();
  }

  @Test
  void whereNobodyListensNothingIsSaidAboutTheAddressesAndTheBoundIsKept() {
    ends.listening = false;
    PathSurvey survey = ends.survey();
    assertThat(survey.peer()).isEmpty();
    assertThat(survey.peers()).isZero();
    assertThat(ends.now).isEqualTo(ends.start.plus(TwoEnds.BOUND));
    assertThat(ends.sentThere).isEqualTo(ProbeWaves.WAVES * PROBES);
  }

  @Test
  void whatAListenerSendsIsBounded() {
    ends.survey();
    assertThat(ends.sentBack).isBetween(ProbeWaves.WAVES * PROBES, ProbeWaves.WAVES * PROBES + 40);
    assertThat(ends.listener.deadline()).isEmpty();
  }

  @Test
  void moreProbersAtOnceThanThereIsRoomForAreNotServed() {
    ProbePlan plan = new ProbePlan(ProbedAddress.USUAL_OWN);
    for (int i = 0; i < 3 * PathListener.MAX_RUNS; i++) {
      new PathProber(TwoEnds.PROBER, plan, i, TwoEnds.BOUND, ends.now)
          .advance(ends.now)
          .forEach(frame -> ends.listener.receive(frame, ends.now));
    }
    assertThat(ends.listener.advance(ends.now)).hasSize(PathListener.MAX_RUNS);
  }

  @Test
  void framesOfAnotherSurveyAndOurOwnInALoopAreNotHeard() {
    ProbePlan plan = new ProbePlan(ProbedAddress.USUAL_OWN);
    PathProber other = new PathProber(TwoEnds.PROBER, plan, 1, TwoEnds.BOUND, ends.now);
    List<Octets> frames = other.advance(ends.now);
    assertThat(frames).isNotEmpty();
    frames.forEach(other::receive);
    frames.forEach(ends.prober::receive);
    assertThat(other.survey().peer()).isEqualTo(Optional.empty());
    assertThat(ends.prober.survey().peer()).isEqualTo(Optional.empty());
  }
}
