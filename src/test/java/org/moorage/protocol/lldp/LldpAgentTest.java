package org.moorage.protocol.lldp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.Step;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;
import org.moorage.protocol.lldp.LldpAgent.Effect;
import org.moorage.protocol.lldp.LldpAgent.Input;
import org.moorage.protocol.lldp.LldpAgent.State;

class LldpAgentTest {

  private static final MacAddress US = MacAddress.parse("02:00:00:00:0b:01");
  private static final LldpSettings SETTINGS =
      LldpSettings.ofPort(
          ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(),
          US,
          List.of(new LldpSettings.TlvName(OrganizationalTlv.OUI_IEEE_8021, 0x0D)));
  private static final LldpTlv OLD = new BasicTlv(5, Octets.ofHex("01"));
  private static final LldpTlv NEW = new BasicTlv(5, Octets.ofHex("02"));

  private Instant now = Instant.EPOCH;
  private State state = LldpAgent.initial(SETTINGS, List.of(OLD));
  private final List<Duration> sentAt = new ArrayList<>();
  private List<Effect> effects = List.of();

  @Test
  void speaksAsSoonAsTheLinkIsUp() {
    give(new Input.LinkUp());
    assertThat(sent()).containsExactly(pdu(121, OLD));
    EthernetFrame frame =
        EthernetFrame.decode(((Effect.Send) effects.getFirst()).frame()).orThrow();
    assertThat(frame.destination()).isEqualTo(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac());
    assertThat(frame.source()).isEqualTo(US);
  }

  @Test
  void repeatsItselfEveryThirtySeconds() {
    give(new Input.LinkUp());
    runFor(Duration.ofSeconds(95));
    assertThat(sentAt).containsExactly(seconds(0), seconds(30), seconds(60), seconds(90));
  }

  @Test
  void speaksAtOnceWhenItHasSomethingNewToSay() {
    give(new Input.LinkUp());
    after(Duration.ofSeconds(10), new Input.LocalChanged(List.of(NEW)));
    assertThat(sent()).containsExactly(pdu(121, NEW));
    assertThat(LldpAgent.deadline(state)).contains(now.plusSeconds(30));
  }

  @Test
  void saysNothingWhenNothingChanged() {
    give(new Input.LinkUp());
    give(new Input.LocalChanged(List.of(OLD)));
    assertThat(effects).isEmpty();
  }

  @Test
  void sendsNoMoreThanFiveAtOnceAndThenOneASecond() {
    give(new Input.LinkUp());
    for (int i = 0; i < 20; i++) {
      give(new Input.LocalChanged(List.of(i % 2 == 0 ? NEW : OLD)));
    }
    assertThat(sentAt).hasSize(5);
    runFor(Duration.ofMillis(900));
    assertThat(sentAt).hasSize(5);
    runFor(Duration.ofMillis(200));
    assertThat(sentAt).hasSize(6).last().isEqualTo(seconds(1));
  }

  @Test
  void saysTheLastWordWhenCreditComesBack() {
    give(new Input.LinkUp());
    for (int i = 0; i < 9; i++) {
      give(new Input.LocalChanged(List.of(i % 2 == 0 ? NEW : OLD)));
    }
    after(Duration.ofSeconds(1), new Input.Due());
    assertThat(sent()).containsExactly(pdu(121, NEW));
  }

  @Test
  void aQuietHourEarnsNoMoreThanOneBurst() {
    give(new Input.LinkUp());
    runFor(Duration.ofSeconds(3_610));
    sentAt.clear();
    for (int i = 0; i < 20; i++) {
      give(new Input.LocalChanged(List.of(i % 2 == 0 ? NEW : OLD)));
    }
    assertThat(sentAt).hasSize(5);
  }

  @Test
  void answersANewNeighbourAtOnceAndSpeaksFastForAWhile() {
    give(new Input.LinkUp());
    after(Duration.ofSeconds(10), new Input.Received(neighbour("0a", 120, "01")));
    assertThat(effects.getLast())
        .as("news last: who acts on them may announce something newer")
        .isEqualTo(new Effect.NeighbourChanged(Optional.of(neighbour("0a", 120, "01"))));
    assertThat(sent()).hasSize(1);
    sentAt.clear();
    runFor(Duration.ofSeconds(60));
    assertThat(sentAt).containsExactly(seconds(11), seconds(12), seconds(13), seconds(43));
  }

  @Test
  void anIdenticalPduOnlyRenewsTheLife() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 5, "01")));
    after(Duration.ofSeconds(4), new Input.Received(neighbour("0a", 5, "01")));
    assertThat(effects).isEmpty();
    runFor(Duration.ofMillis(4900));
    assertThat(state.neighbour()).isPresent();
  }

  @Test
  void tellsWhenTheNeighbourSaysSomethingElse() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    give(new Input.Received(neighbour("0a", 120, "02")));
    assertThat(effects)
        .containsExactly(new Effect.NeighbourChanged(Optional.of(neighbour("0a", 120, "02"))));
  }

  @Test
  void forgetsANeighbourWhoseLifeIsOver() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    now = Instant.EPOCH.plusSeconds(119);
    give(new Input.Due());
    assertThat(state.neighbour()).isPresent();
    assertThat(LldpAgent.deadline(state)).contains(Instant.EPOCH.plusSeconds(120));
    after(Duration.ofSeconds(1), new Input.Due());
    assertThat(effects).contains(new Effect.NeighbourChanged(Optional.empty()));
    assertThat(state.neighbour()).isEmpty();
  }

  @Test
  void forgetsANeighbourThatSaysGoodbye() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    give(new Input.Received(neighbour("0a", 0, "")));
    assertThat(effects).containsExactly(new Effect.NeighbourChanged(Optional.empty()));
  }

  @Test
  void aGoodbyeOfSomebodyElseChangesNothing() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    give(new Input.Received(neighbour("0c", 0, "")));
    assertThat(effects)
        .containsExactly(new Effect.Ignored("shutdown LLDPDU of a neighbour never heard"));
    assertThat(state.neighbour()).isPresent();
  }

  @Test
  void saysGoodbyeWithTheMandatoryTlvsOnly() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    give(new Input.Stop());
    assertThat(sent())
        .containsExactly(new Lldpdu(Lldpdu.chassis(US), Lldpdu.port(US), 0, List.of()));
    assertThat(effects).endsWith(new Effect.NeighbourChanged(Optional.empty()));
    assertThat(LldpAgent.deadline(state)).isEmpty();
  }

  @Test
  void aLinkThatGoesDownEndsEverythingWithoutAWord() {
    give(new Input.LinkUp());
    give(new Input.Received(neighbour("0a", 120, "01")));
    give(new Input.LinkDown());
    assertThat(effects).containsExactly(new Effect.NeighbourChanged(Optional.empty()));
    assertThat(LldpAgent.deadline(state)).isEmpty();
    give(new Input.Received(neighbour("0a", 120, "01")));
    assertThat(effects).containsExactly(new Effect.Ignored("LLDP is stopped"));
  }

  @Test
  void saysAfterLinkUpWhatChangedWhileItWasDown() {
    give(new Input.LocalChanged(List.of(NEW)));
    assertThat(effects).isEmpty();
    give(new Input.LinkUp());
    assertThat(sent()).containsExactly(pdu(121, NEW));
  }

  @Test
  void doesNotTakeItselfForANeighbour() {
    give(new Input.LinkUp());
    give(new Input.Received(pdu(121, OLD)));
    assertThat(effects).containsExactly(new Effect.Ignored("LLDPDU of our own"));
    assertThat(state.neighbour()).isEmpty();
  }

  @Test
  void ofTwoNeighboursTheOneThatSpeaksEvbCounts() {
    Lldpdu other = neighbour("0c", 120, "01");
    Lldpdu evb = evbNeighbour("0a");
    give(new Input.LinkUp());
    give(new Input.Received(other));
    assertThat(state.neighbour()).contains(other);
    give(new Input.Received(evb));
    assertThat(state.neighbour()).contains(evb);
    give(new Input.Received(neighbour("0c", 120, "02")));
    assertThat(state.neighbour()).contains(evb);
    assertThat(effects).isEmpty();
    give(new Input.Received(neighbour("0a", 0, "")));
    assertThat(effects)
        .containsExactly(new Effect.NeighbourChanged(Optional.of(neighbour("0c", 120, "02"))));
  }

  @Test
  void keepsNoMoreThanFourNeighboursAndTheFirstOnesStay() {
    give(new Input.LinkUp());
    for (int i = 0; i < 100; i++) {
      give(new Input.Received(neighbour("%02x".formatted(0x10 + i), 120, "01")));
    }
    assertThat(((State.Speaking) state).neighbours()).hasSize(4);
    assertThat(effects).containsExactly(new Effect.Ignored("more LLDP neighbours than a link has"));
    assertThat(sentAt).as("a flood of neighbours costs no more than the credit").hasSize(5);
    assertThat(state.neighbour()).contains(neighbour("10", 120, "01"));
  }

  @Test
  void whateverComesItNeverSpinsAndNeverFloods() {
    RandomGenerator random = Noise.seeded(7).random();
    give(new Input.LinkUp());
    for (int i = 0; i < 20_000; i++) {
      String word = random.nextBoolean() ? "01" : "02";
      switch (random.nextInt(4)) {
        case 0 -> give(new Input.LocalChanged(List.of(random.nextBoolean() ? NEW : OLD)));
        case 1 -> give(new Input.Received(neighbour("1" + random.nextInt(10), 3, word)));
        case 2 -> give(new Input.Received(neighbour("1" + random.nextInt(10), 0, "")));
        default -> runFor(Duration.ofMillis(random.nextInt(3_000)));
      }
    }
    Duration lived = Duration.between(Instant.EPOCH, now);
    assertThat(sentAt.size()).isLessThanOrEqualTo((int) lived.toSeconds() + 6);
  }

  private void after(Duration wait, Input input) {
    now = now.plus(wait);
    give(input);
  }

  private void give(Input input) {
    Step<State, Effect> step = LldpAgent.step(state, input, now);
    state = step.state();
    effects = step.effects();
    effects.stream()
        .filter(Effect.Send.class::isInstance)
        .forEach(sent -> sentAt.add(Duration.between(Instant.EPOCH, now)));
  }

  /** Lets time pass, giving the machine its deadlines. */
  private void runFor(Duration time) {
    Instant end = now.plus(time);
    Optional<Instant> next = LldpAgent.deadline(state);
    while (next.isPresent() && !next.get().isAfter(end)) {
      now = next.get();
      give(new Input.Due());
      assertThat(LldpAgent.deadline(state)).isNotEqualTo(Optional.of(now));
      next = LldpAgent.deadline(state);
    }
    now = end;
  }

  private List<Lldpdu> sent() {
    return effects.stream()
        .filter(Effect.Send.class::isInstance)
        .map(effect -> EthernetFrame.decode(((Effect.Send) effect).frame()).orThrow())
        .map(frame -> Lldpdu.decode(frame.payload()).orThrow())
        .toList();
  }

  private static Lldpdu pdu(int ttl, LldpTlv... tlvs) {
    return new Lldpdu(Lldpdu.chassis(US), Lldpdu.port(US), ttl, List.of(tlvs));
  }

  private static Lldpdu neighbour(String last, int ttl, String word) {
    MacAddress mac = MacAddress.parse("02:00:00:00:ff:" + last);
    List<LldpTlv> tlvs = word.isEmpty() ? List.of() : List.of(new BasicTlv(5, Octets.ofHex(word)));
    return new Lldpdu(Lldpdu.chassis(mac), Lldpdu.port(mac), ttl, tlvs);
  }

  private static Lldpdu evbNeighbour(String last) {
    Lldpdu plain = neighbour(last, 120, "");
    return new Lldpdu(
        plain.chassisId(),
        plain.portId(),
        120,
        List.of(
            new OrganizationalTlv(
                OrganizationalTlv.OUI_IEEE_8021, 0x0D, Octets.ofHex("000f6d9414"))));
  }

  private static Duration seconds(int count) {
    return Duration.ofSeconds(count);
  }
}
