package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.vsi;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.VdpType;

/** What a bridge port makes of its link: up and down, flavours, losses. */
class BridgeLinkTest {

  private final PortBench bench = new PortBench();

  private static AssociationTlv associate(int vsi) {
    return association(VdpType.ASSOCIATE, vsi, 100);
  }

  @Test
  void aLinkThatGoesDownEndsNothingUntilToldTo() {
    bench.request(associate(1));
    bench.request(associate(2));
    bench.forget();
    bench.take(bench.port.linkDown(bench.now));
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    assertThat(bench.port.view().held()).isEqualTo(2);
    bench.take(bench.port.releaseAll(ReleaseCause.LINK_DOWN, bench.now));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactlyInAnyOrder(
            new PortEffect.Released(vsi(1), ReleaseCause.LINK_DOWN),
            new PortEffect.Released(vsi(2), ReleaseCause.LINK_DOWN));
    assertThat(bench.all(PortEffect.Send.class)).isEmpty();
    bench.frame(CapturedFrame.all("run1").get(17).octets());
    assertThat(bench.dropped()).containsExactly(Carriage.LINK_IS_DOWN);
    bench.take(bench.port.linkUp(bench.now));
    assertThat(bench.answersAnAssociation(3)).isTrue();
  }

  @Test
  void whatHappensWhileTheLinkIsDownIsNotToldAfterwards() {
    bench.request(associate(1));
    bench.edge = request -> Optional.empty();
    bench.request(associate(2));
    bench.take(bench.port.linkDown(bench.now));
    bench.pass(Duration.ofMinutes(1));
    assertThat(bench.all(PortEffect.Released.class)).hasSize(2);
    bench.forget();
    bench.take(bench.port.linkUp(bench.now));
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.answers()).isEmpty();
  }

  @Test
  void bothEvbTlvsAreSentUntilTheStationShowsWhichOneItSpeaks() {
    assertThat(bench.port.view().flavour()).isEmpty();
    bench.frame(CapturedFrame.all("draft").get(0).octets());
    bench.pass(Duration.ofSeconds(40));
    assertThat(bench.port.view().flavour()).contains(Flavour.DRAFT);
    assertThat(bench.sent(EtherType.LLDP).getLast().payload().hex())
        .contains("fe0d001b3f00")
        .doesNotContain("0080c20d");
    assertThat(bench.port.view().draftOperation().orElseThrow().vdpUsable()).isTrue();
  }

  @Test
  void aPortFixedToOneFlavourDoesNotListenToTheOther() {
    PortBench ratified =
        new PortBench(BridgePortSettings.of(PortBench.BRIDGE).with(FlavourChoice.RATIFIED));
    ratified.draftRequest();
    assertThat(ratified.effects)
        .containsExactly(new PortEffect.Dropped(BridgePortStack.FLAVOUR_OFF));
    PortBench draft =
        new PortBench(BridgePortSettings.of(PortBench.BRIDGE).with(FlavourChoice.DRAFT));
    draft.request(associate(1));
    assertThat(draft.effects).containsExactly(new PortEffect.Dropped(BridgePortStack.FLAVOUR_OFF));
  }

  @Test
  void reflectiveRelayIsAnnouncedOnceTheDataPlaneDoesIt() {
    bench.frame(CapturedFrame.all("run1").get(0).octets());
    assertThat(bench.all(PortEffect.ReflectiveRelay.class))
        .containsExactly(new PortEffect.ReflectiveRelay(true));
    assertThat(bench.port.view().reflectiveRelayOn()).isTrue();
    assertThat(bench.port.view().operation().groupIdsUsable()).isTrue();
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.sent(EtherType.LLDP).getLast().payload().hex()).contains("fe090080c20d07");
    bench.forget();
    bench.take(bench.port.linkDown(bench.now));
    assertThat(bench.all(PortEffect.ReflectiveRelay.class))
        .containsExactly(new PortEffect.ReflectiveRelay(false));
    assertThat(bench.port.view().reflectiveRelayOn()).isFalse();
  }

  @Test
  void aNeighbourThatIsGoneIsReportedAndEndsNoVsi() {
    bench.frame(CapturedFrame.all("run1").get(0).octets());
    bench.request(associate(1));
    assertThat(bench.port.view().neighbour()).isPresent();
    for (int i = 0; i < 13; i++) {
      bench.pass(Duration.ofSeconds(10));
      bench.request(associate(1));
    }
    assertThat(bench.all(PortEffect.NeighbourChanged.class).getLast().neighbour()).isEmpty();
    assertThat(bench.port.view().held()).isEqualTo(1);
  }

  @Test
  void anAnswerThatWasNotAcknowledgedGoesOutAgain() {
    bench.acknowledging = false;
    bench.request(associate(1));
    Duration burst = bench.port.view().operation().worstDelivery();
    bench.pass(burst.plusMillis(1));
    assertThat(bench.dropped()).containsExactly(Carriage.UNACKNOWLEDGED);
    bench.forget();
    bench.acknowledging = true;
    bench.pass(burst);
    assertThat(bench.answers()).isNotEmpty().allMatch(tlv -> tlv.status() == 0x40);
    bench.forget();
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.answers()).isEmpty();
  }

  @Test
  void aStationThatNeverAcknowledgesIsNotToldForEver() {
    bench.acknowledging = false;
    bench.request(associate(1));
    bench.pass(Duration.ofSeconds(2));
    assertThat(bench.answers()).hasSize(3 * 4);
    assertThat(bench.port.view().waiting()).isZero();
    bench.acknowledging = true;
    assertThat(bench.answersAnAssociation(2)).isTrue();
  }

  @Test
  void whatIsSaidUnaskedIsForgottenWhenTheStationAsksAgain() {
    bench.request(associate(1));
    bench.request(associate(2));
    bench.forget();
    bench.acknowledging = false;
    bench.take(bench.port.withdraw(vsi(1), bench.now));
    bench.take(bench.port.withdraw(vsi(2), bench.now));
    bench.request(associate(2));
    bench.acknowledging = true;
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.answers().stream().filter(tlv -> tlv.vsiId().equals(vsi(2))))
        .containsExactly(associate(2).with(VdpType.ASSOCIATE, 0x40));
  }
}
