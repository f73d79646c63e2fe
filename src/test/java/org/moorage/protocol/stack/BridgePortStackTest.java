package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.macVid;
import static org.moorage.protocol.stack.PortBench.vsi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;
import org.moorage.protocol.vdp.VsiTypeVersion;

class BridgePortStackTest {

  private static final Duration GAP = Duration.ofMillis(5);

  private final PortBench bench = new PortBench();

  private static AssociationTlv associate(int vsi) {
    return association(VdpType.ASSOCIATE, vsi, 100);
  }

  private static AssociationTlv version(AssociationTlv tlv, int version) {
    return new AssociationTlv(
        tlv.type(), 0, tlv.typeId(), new VsiTypeVersion(version), tlv.vsiId(), tlv.filters());
  }

  private void leavesCommandsOpen() {
    bench.edge = request -> Optional.empty();
  }

  private void refuses(VdpError error, boolean keep) {
    bench.edge = request -> Optional.of(new VsiAnswer.Refused(error, keep, false));
  }

  private PortEffect.Command lastCommand() {
    return bench.all(PortEffect.Command.class).getLast();
  }

  @Test
  void theAcknowledgementComesFirstAndTheAnswerWithTheDecision() {
    leavesCommandsOpen();
    bench.request(associate(1));
    PortEffect.Send first = (PortEffect.Send) bench.effects.getFirst();
    assertThat(first.frame().u16(14)).isEqualTo(0x1401);
    assertThat(bench.effects.getLast()).isInstanceOf(PortEffect.Command.class);
    PortEffect.Command command = lastCommand();
    assertThat(command.request().type()).isEqualTo(VdpType.ASSOCIATE);
    assertThat(command.request().vsiId()).isEqualTo(vsi(1));
    assertThat(command.request().filters()).isEqualTo(macVid(100));
    assertThat(command.request().received()).isEqualTo(associate(1).encode());
    List<PortEffect> answer =
        bench.port.answer(
            vsi(1),
            command.number(),
            new VsiAnswer.Accepted(List.of(new VidField(false, 0, 100))),
            bench.now);
    assertThat(answer.getFirst()).isInstanceOf(PortEffect.Send.class);
    assertThat(answer)
        .contains(
            new PortEffect.Answered(
                vsi(1),
                VdpType.ASSOCIATE,
                0x40,
                associate(1).with(VdpType.ASSOCIATE, 0x40).encode()));
  }

  @Test
  void anAnswerToAnEarlierCommandIsStale() {
    leavesCommandsOpen();
    bench.request(association(VdpType.PRE_ASSOCIATE, 1, 100));
    long first = lastCommand().number();
    bench.request(associate(1));
    bench.forget();
    bench.take(
        bench.port.answer(
            vsi(1), first, new VsiAnswer.Refused(VdpError.OTHER_FAILURE, false, false), bench.now));
    assertThat(bench.effects).containsExactly(new PortEffect.Dropped(BridgeVsis.STALE_ANSWER));
    assertThat(bench.port.view().deciding()).isEqualTo(1);
  }

  @Test
  void aRepeatedRequestIsNotDecidedTwice() {
    leavesCommandsOpen();
    bench.request(associate(1));
    bench.request(associate(1));
    assertThat(bench.all(PortEffect.Command.class)).hasSize(1);
  }

  @Test
  void severalAssociationsInOnePduAreEachAnswered() {
    bench.request(
        associate(1),
        association(VdpType.PRE_ASSOCIATE, 2, 100),
        association(VdpType.PRE_ASSOCIATE_RR, 3, 0),
        association(VdpType.DE_ASSOCIATE, 4, 100));
    assertThat(bench.answers())
        .containsExactlyInAnyOrder(
            associate(1).with(VdpType.ASSOCIATE, 0x40),
            association(VdpType.PRE_ASSOCIATE, 2, 100).with(VdpType.PRE_ASSOCIATE, 0x40),
            association(VdpType.PRE_ASSOCIATE_RR, 3, 205).with(VdpType.PRE_ASSOCIATE_RR, 0x40),
            association(VdpType.DE_ASSOCIATE, 4, 100).with(VdpType.DE_ASSOCIATE, 0x40));
  }

  @Test
  void aDeAssociateNeedsNoDecision() {
    bench.request(associate(1));
    bench.forget();
    bench.request(association(VdpType.DE_ASSOCIATE, 1, 100));
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
    assertThat(bench.answer().status()).isEqualTo(0x40);
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.DE_ASSOCIATED));
    assertThat(bench.port.view().held()).isZero();
  }

  @Test
  void aDeAssociateEndsACommandBeingDecided() {
    leavesCommandsOpen();
    bench.request(associate(1));
    bench.request(association(VdpType.DE_ASSOCIATE, 1, 100));
    assertThat(bench.all(PortEffect.Released.class)).hasSize(1);
    assertThat(bench.port.view().deciding()).isZero();
  }

  @Test
  void aRefusedChangeKeepsWhatWasHeldWhereTheEdgeSaysSo() {
    bench.request(associate(1));
    bench.forget();
    refuses(VdpError.INSUFFICIENT_RESOURCES, true);
    AssociationTlv changed = association(VdpType.ASSOCIATE, 1, 101);
    bench.request(changed);
    assertThat(bench.answer()).isEqualTo(changed.with(VdpType.ASSOCIATE, 0x62));
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    bench.forget();
    bench.request(associate(1));
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(1);
  }

  @Test
  void aRefusedChangeEndsTheVsiOtherwise() {
    bench.request(associate(1));
    bench.forget();
    refuses(VdpError.INSUFFICIENT_RESOURCES, false);
    AssociationTlv changed = association(VdpType.ASSOCIATE, 1, 101);
    bench.request(changed);
    assertThat(bench.answer()).isEqualTo(changed.with(VdpType.DE_ASSOCIATE, 0x42));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.REFUSED));
  }

  @Test
  void aHardRefusalSaysSo() {
    bench.edge = request -> Optional.of(new VsiAnswer.Refused(VdpError.OTHER_FAILURE, false, true));
    bench.request(associate(1));
    assertThat(bench.answer()).isEqualTo(associate(1).with(VdpType.DE_ASSOCIATE, 0x54));
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
  }

  @Test
  void aFirstCommandNobodyDecidesIsRefusedInTime() {
    leavesCommandsOpen();
    bench.request(associate(1));
    Duration wait = bench.port.view().operation().resourceWaitDelay();
    assertThat(lastCommand().answerBy()).isEqualTo(bench.now.plus(wait));
    bench.pass(wait.minusMillis(1));
    assertThat(bench.answers()).isEmpty();
    bench.pass(Duration.ofMillis(1));
    assertThat(bench.answer()).isEqualTo(associate(1).with(VdpType.DE_ASSOCIATE, 0x43));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.RESOURCE_WAIT_EXPIRED));
  }

  @Test
  void aChangeNobodyDecidesLeavesTheVsiAsItWas() {
    bench.request(associate(1));
    bench.forget();
    leavesCommandsOpen();
    AssociationTlv changed = association(VdpType.ASSOCIATE, 1, 101);
    bench.request(changed);
    bench.pass(bench.port.view().operation().resourceWaitDelay());
    assertThat(bench.answer()).isEqualTo(changed.with(VdpType.ASSOCIATE, 0x63));
    assertThat(bench.port.view().held()).isEqualTo(1);
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
  }

  @Test
  void theKeepaliveOfAReplacedVersionIsEndedUnderItsOwnKey() {
    bench.requestAsLldpad(version(associate(1), 1));
    bench.requestAsLldpad(version(associate(1), 2));
    bench.pass(GAP.multipliedBy(2));
    bench.forget();
    bench.requestAsLldpad(version(associate(1), 1));
    assertThat(bench.answer()).isEqualTo(version(associate(1), 1).with(VdpType.DE_ASSOCIATE, 0x44));
    assertThat(bench.all(PortEffect.Command.class)).isEmpty();
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    bench.pass(GAP);
    bench.forget();
    bench.requestAsLldpad(version(associate(1), 2));
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(1);
    bench.requestAsLldpad(version(associate(1), 1));
    assertThat(bench.all(PortEffect.Command.class)).as("a change back is one again").hasSize(1);
  }

  @Test
  void theEndOfAReplacedVersionIsNotTheEndOfTheVsi() {
    bench.request(version(associate(1), 1));
    bench.request(version(associate(1), 2));
    bench.forget();
    bench.request(version(association(VdpType.DE_ASSOCIATE, 1, 100), 1));
    assertThat(bench.answer().status()).isEqualTo(0x40);
    assertThat(bench.all(PortEffect.Released.class)).isEmpty();
    assertThat(bench.port.view().held()).isEqualTo(1);
  }

  @Test
  void aWithdrawnVsiIsEndedUnasked() {
    bench.request(association(VdpType.ASSOCIATE, 1, 0));
    bench.forget();
    bench.take(bench.port.withdraw(vsi(1), bench.now));
    assertThat(bench.answer()).isEqualTo(association(VdpType.DE_ASSOCIATE, 1, 205));
    assertThat(bench.all(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.WITHDRAWN));
    bench.forget();
    bench.take(bench.port.withdraw(vsi(1), bench.now));
    assertThat(bench.effects).isEmpty();
  }

  @Test
  void answersMustBeOneForEachFilter() {
    leavesCommandsOpen();
    bench.request(associate(1));
    long number = lastCommand().number();
    assertThatThrownBy(
            () -> bench.port.answer(vsi(1), number, new VsiAnswer.Accepted(List.of()), bench.now))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thousandsOfVsisAreHeldAndKeptAlive() {
    int vsis = 3_000;
    for (int i = 0; i < vsis; i++) {
      bench.request(associate(i));
    }
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.port.view().held()).isEqualTo(vsis);
    bench.forget();
    for (int i = 0; i < vsis; i += 2) {
      bench.request(associate(i));
    }
    bench.pass(Duration.ofSeconds(10));
    assertThat(bench.all(PortEffect.KeptAlive.class)).hasSize(vsis / 2);
    assertThat(bench.all(PortEffect.Released.class)).hasSize(vsis / 2);
    assertThat(bench.port.view().held()).isEqualTo(vsis / 2);
  }
}
