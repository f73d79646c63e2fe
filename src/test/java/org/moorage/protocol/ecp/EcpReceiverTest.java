package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.EcpReceiver.Effect;
import org.moorage.protocol.ecp.EcpReceiver.Input;
import org.moorage.protocol.ecp.EcpReceiver.State;

class EcpReceiverTest {

  private static final Octets PAYLOAD = Octets.ofHex("0a10");

  private State state = EcpReceiver.initial();
  private List<Effect> effects = List.of();

  @Test
  void acknowledgesBeforeItDelivers() {
    give(new Input.LinkUp());
    give(request(7));
    assertThat(effects).containsExactly(ack(7), new Effect.Deliver(EcpSubtype.VDP, PAYLOAD));
  }

  @Test
  void theFirstRequestIsAlwaysNew() {
    for (int sequence : new int[] {0, 1, 65_535}) {
      state = EcpReceiver.initial();
      give(new Input.LinkUp());
      give(request(sequence));
      assertThat(effects).contains(new Effect.Deliver(EcpSubtype.VDP, PAYLOAD));
    }
  }

  @Test
  void acknowledgesARepetitionWithoutDeliveringIt() {
    give(new Input.LinkUp());
    give(request(7));
    give(request(7));
    assertThat(effects).containsExactly(ack(7), new Effect.Repeated(7));
  }

  @Test
  void numbersHaveNoOrder() {
    give(new Input.LinkUp());
    for (int sequence : new int[] {7, 3, 7, 60_000, 59_999}) {
      give(request(sequence));
      assertThat(effects)
          .containsExactly(ack(sequence), new Effect.Deliver(EcpSubtype.VDP, PAYLOAD));
    }
  }

  @Test
  void aLinkThatComesBackBeginsAnew() {
    give(new Input.LinkUp());
    give(request(7));
    give(new Input.LinkDown());
    give(request(7));
    assertThat(effects).containsExactly(new Effect.Ignored(7));
    give(new Input.LinkUp());
    give(request(7));
    assertThat(effects).contains(new Effect.Deliver(EcpSubtype.VDP, PAYLOAD));
  }

  @Test
  void aLinkThatIsUpAlreadyForgetsNothing() {
    give(new Input.LinkUp());
    give(request(7));
    give(new Input.LinkUp());
    give(request(7));
    assertThat(effects).contains(new Effect.Repeated(7));
  }

  @Test
  void acknowledgesPortExtendersUnderTheirOwnSubtype() {
    give(new Input.LinkUp());
    Ecpdu request = Ecpdu.request(EcpSubtype.PE_CSP, 9, PAYLOAD);
    give(new Input.Requested(request));
    assertThat(effects)
        .containsExactly(
            new Effect.Acknowledge(new Ecpdu(EcpOperation.ACK, EcpSubtype.PE_CSP, 9, Octets.EMPTY)),
            new Effect.Deliver(EcpSubtype.PE_CSP, PAYLOAD));
  }

  @Test
  void takesNoAck() {
    Ecpdu ack = Ecpdu.request(EcpSubtype.VDP, 1, PAYLOAD).acknowledgement();
    assertThatThrownBy(() -> new Input.Requested(ack))
        .hasMessage("an ECP ACK is for the transmitter");
  }

  private void give(Input input) {
    Step<State, Effect> step = EcpReceiver.step(state, input, Instant.EPOCH);
    state = step.state();
    effects = step.effects();
  }

  private static Input request(int sequence) {
    return new Input.Requested(Ecpdu.request(EcpSubtype.VDP, sequence, PAYLOAD));
  }

  private static Effect ack(int sequence) {
    return new Effect.Acknowledge(
        new Ecpdu(EcpOperation.ACK, EcpSubtype.VDP, sequence, Octets.EMPTY));
  }
}
