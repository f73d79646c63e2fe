package org.moorage.protocol.ecp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ecp.DraftEcpReceiver.Effect;
import org.moorage.protocol.ecp.DraftEcpReceiver.Input;
import org.moorage.protocol.ecp.DraftEcpReceiver.State;

class DraftEcpReceiverTest {

  private static final DraftEcpdu FIRST = DraftEcpdu.request(1, Octets.ofHex("fe02aabb0000"));

  private State state = DraftEcpReceiver.initial();
  private List<Effect> effects = List.of();

  @Test
  void acknowledgesBeforeItDelivers() {
    up();
    give(FIRST);
    assertThat(effects)
        .containsExactly(
            new Effect.Acknowledge(FIRST.acknowledgement()), new Effect.Deliver(FIRST.payload()));
  }

  @Test
  void acknowledgesTheEmptyOpeningRequest() {
    up();
    DraftEcpdu opening = DraftEcpdu.decode(CapturedFrame.frame("draft", 5).payload()).orThrow();
    DraftEcpdu ack = DraftEcpdu.decode(CapturedFrame.frame("draft", 7).payload()).orThrow();
    give(opening);
    assertThat(effects)
        .containsExactly(new Effect.Acknowledge(ack), new Effect.Deliver(Octets.zeros(37)));
  }

  @Test
  void acknowledgesAnIdenticalRequestAgainWithoutDeliveringIt() {
    up();
    give(FIRST);
    give(FIRST);
    assertThat(effects)
        .containsExactly(new Effect.Acknowledge(FIRST.acknowledgement()), new Effect.Repeated(1));
  }

  @Test
  void deliversWhatDiffersInAnyOctet() {
    up();
    give(FIRST);
    DraftEcpdu renumbered = DraftEcpdu.request(2, FIRST.payload());
    give(renumbered);
    assertThat(effects).contains(new Effect.Deliver(FIRST.payload()));
    DraftEcpdu changed = DraftEcpdu.request(2, Octets.ofHex("fe02aabc0000"));
    give(changed);
    assertThat(effects).contains(new Effect.Deliver(changed.payload()));
  }

  @Test
  void aLinkThatComesBackBeginsAnew() {
    up();
    give(FIRST);
    state = DraftEcpReceiver.step(state, new Input.LinkDown(), Instant.EPOCH).state();
    give(FIRST);
    assertThat(effects).containsExactly(new Effect.Ignored(1));
    up();
    give(FIRST);
    assertThat(effects).contains(new Effect.Deliver(FIRST.payload()));
  }

  private void up() {
    state = DraftEcpReceiver.step(state, new Input.LinkUp(), Instant.EPOCH).state();
  }

  private void give(DraftEcpdu request) {
    Step<State, Effect> step =
        DraftEcpReceiver.step(state, new Input.Requested(request), Instant.EPOCH);
    state = step.state();
    effects = step.effects();
  }
}
