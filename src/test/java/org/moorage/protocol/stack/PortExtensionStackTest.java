package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspRole;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.pecsp.PeCsp;

/** A controlling bridge and an extender on a cascade link that may lose frames. */
class PortExtensionStackTest {

  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress EXTENDER = MacAddress.parse("02:00:00:00:00:02");
  private static final ExtenderInventory SAID =
      new ExtenderInventory("r2", "1.0", "SN-0001", "Moorage", "soft extender");

  private final SplittableRandom random = new SplittableRandom(11);
  private final List<PortExtensionEffect> atBridge = new ArrayList<>();
  private final List<PortExtensionEffect> atExtender = new ArrayList<>();
  private final ArrayDeque<Octets> toBridge = new ArrayDeque<>();
  private final ArrayDeque<Octets> toExtender = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private PortExtensionStack bridge = bridge(100);
  private PortExtensionStack extender = extender(7);
  private double loss;

  private PortExtensionStack bridge(long session) {
    CspSpeaker self = new CspSpeaker(CspRole.CONTROLLING_BRIDGE, session, BRIDGE, 256, 8_192, 8);
    return new PortExtensionStack(
        new PortExtensionSettings(BRIDGE, "leaf-1", "eth3", ExtenderInventory.NONE, self), random);
  }

  private PortExtensionStack extender(long session) {
    CspSpeaker self = new CspSpeaker(CspRole.PORT_EXTENDER, session, EXTENDER, 4, 64, 8);
    return new PortExtensionStack(
        new PortExtensionSettings(EXTENDER, "extender-1", "uplink", SAID, self), random);
  }

  @BeforeEach
  void linkUp() {
    fromBridge(bridge.linkUp(now));
    fromExtender(extender.linkUp(now));
  }

  @Test
  void anExtenderIsFoundAndOpenWithinSeconds() {
    run(Duration.ofSeconds(5));
    assertThat(bridge.isOpen()).isTrue();
    assertThat(extender.isOpen()).isTrue();
    assertThat(bridge.view().other().orElseThrow().address()).isEqualTo(EXTENDER);
    assertThat(bridge.view().neighbour().map(ExtenderInventory::in)).contains(SAID);
    assertThat(opened(atBridge)).isEqualTo(1);
  }

  @Test
  void eachAskAndAnswerHasItsTicket() {
    run(Duration.ofSeconds(5));
    for (int i = 1; i <= 20; i++) {
      fromExtender(
          extender.ask(new CspRequest.CreatePort(new ExtendedPort(i, "e" + i, true, 0)), i, now));
    }
    run(Duration.ofSeconds(2));
    List<PortExtensionEffect> answers =
        LongStream.rangeClosed(1, 20)
            .<PortExtensionEffect>mapToObj(i ->
                new PortExtensionEffect.Answered(
                    i, new CspResponse.Created(new EChannelId((int) i + 256))))
            .toList();
    assertThat(atExtender).containsAll(answers);
  }

  @Test
  void frameLossDelaysAndLosesNothing() {
    loss = 0.2;
    run(Duration.ofSeconds(60));
    assertThat(bridge.isOpen() && extender.isOpen()).isTrue();
    long given = 0;
    long answered = 0;
    for (int i = 1; i <= 200; i++) {
      int before = atExtender.size();
      fromExtender(extender.ask(new CspRequest.DeletePort(1), i, now));
      run(Duration.ofSeconds(40));
      long ticket = i;
      given++;
      boolean lost =
          atExtender.subList(before, atExtender.size()).stream()
              .anyMatch(each ->
                  each instanceof PortExtensionEffect.Lost
                      || each instanceof PortExtensionEffect.NotTaken);
      answered +=
          lost
                  || atExtender.stream()
                      .anyMatch(each ->
                          each instanceof PortExtensionEffect.Answered(long which, var response)
                              && which == ticket)
              ? 1
              : 0;
    }
    assertThat(answered).isEqualTo(given);
    loss = 0;
    run(Duration.ofSeconds(40));
    assertThat(bridge.isOpen() && extender.isOpen()).isTrue();
  }

  @Test
  void anExtenderThatStartsAnewIsNoticed() {
    run(Duration.ofSeconds(5));
    extender = extender(8);
    fromExtender(extender.linkUp(now));
    run(Duration.ofSeconds(8));
    assertThat(lost(atBridge)).hasSize(1);
    assertThat(opened(atBridge)).isEqualTo(2);
    assertThat(extender.isOpen()).isTrue();
  }

  @Test
  void aBridgeThatStartsAnewIsNoticed() {
    run(Duration.ofSeconds(5));
    bridge = bridge(101);
    fromBridge(bridge.linkUp(now));
    run(Duration.ofSeconds(8));
    assertThat(lost(atExtender)).hasSize(1);
    assertThat(opened(atExtender)).isEqualTo(2);
    assertThat(bridge.isOpen()).isTrue();
  }

  @Test
  void aCutLinkClosesAtOnceAndASilentOneWhenLldpSaysSo() {
    run(Duration.ofSeconds(5));
    fromBridge(bridge.linkDown(now));
    assertThat(lost(atBridge)).containsExactly("the link is down");
    loss = 1;
    run(Duration.ofSeconds(22));
    assertThat(lost(atExtender)).containsExactly("it is not heard by LLDP any more");
    loss = 0;
    fromBridge(bridge.linkUp(now));
    run(Duration.ofSeconds(10));
    assertThat(bridge.isOpen() && extender.isOpen()).isTrue();
  }

  @Test
  void whoIsBarredIsToldWhyAndLetInLater() {
    fromBridge(bridge.bar(true, now));
    run(Duration.ofSeconds(10));
    assertThat(bridge.isOpen() || extender.isOpen()).isFalse();
    assertThat(extender.view().refused()).contains(Completion.IDENTITY_IN_USE);
    fromBridge(bridge.bar(false, now));
    run(Duration.ofSeconds(10));
    assertThat(bridge.isOpen() && extender.isOpen()).isTrue();
  }

  @Test
  void moreThanFitsWaitsAndMoreThanThatIsNotTaken() {
    run(Duration.ofSeconds(5));
    int asked = PeCsp.MAX_WAITING + PeCsp.OUTSTANDING + 5;
    for (int i = 0; i < asked; i++) {
      fromExtender(extender.ask(new CspRequest.DeletePort(1), i, now));
    }
    assertThat(atExtender.stream().filter(PortExtensionEffect.NotTaken.class::isInstance))
        .hasSize(5);
    run(Duration.ofSeconds(60));
    assertThat(atExtender.stream().filter(PortExtensionEffect.Answered.class::isInstance))
        .hasSize(asked - 5);
  }

  @Test
  void anyFramesLeaveBothAsTheyWere() {
    run(Duration.ofSeconds(5));
    Noise noise = Noise.seeded(3);
    List<Octets> good = new ArrayList<>();
    fromExtender(extender.ask(new CspRequest.DeletePort(3), 1, now));
    good.addAll(toBridge);
    for (int i = 0; i < 20_000; i++) {
      Octets frame = noise.damaged(good.get(i % good.size()));
      bridge.receive(frame, now).forEach(each -> assertThat(each).isNotNull());
    }
    toBridge.clear();
    run(Duration.ofMinutes(4));
    assertThat(bridge.isOpen() && extender.isOpen()).isTrue();
  }

  private void run(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusMillis(10);
      fromBridge(bridge.advance(now));
      fromExtender(extender.advance(now));
      while (!toBridge.isEmpty() || !toExtender.isEmpty()) {
        Octets up = toBridge.poll();
        if (up != null && random.nextDouble() >= loss) {
          fromBridge(bridge.receive(up, now));
        }
        Octets down = toExtender.poll();
        if (down != null && random.nextDouble() >= loss) {
          fromExtender(extender.receive(down, now));
        }
      }
    }
  }

  /** The bridge answers at once: port n gets E-channel n + 256. */
  private void fromBridge(List<PortExtensionEffect> effects) {
    atBridge.addAll(effects);
    for (PortExtensionEffect effect : effects) {
      if (effect instanceof PortExtensionEffect.Send(Octets frame)) {
        toExtender.add(frame);
      } else if (effect instanceof PortExtensionEffect.Requested(int number, var request)) {
        CspResponse response =
            request instanceof CspRequest.CreatePort(ExtendedPort port)
                ? new CspResponse.Created(new EChannelId(port.number() + 256))
                : CspResponse.done();
        Command command = request.command();
        fromBridge(bridge.answer(number, command, response, now));
      }
    }
  }

  private void fromExtender(List<PortExtensionEffect> effects) {
    atExtender.addAll(effects);
    for (PortExtensionEffect effect : effects) {
      if (effect instanceof PortExtensionEffect.Send(Octets frame)) {
        toBridge.add(frame);
      }
    }
  }

  private static long opened(List<PortExtensionEffect> effects) {
    return effects.stream().filter(PortExtensionEffect.Opened.class::isInstance).count();
  }

  private static List<String> lost(List<PortExtensionEffect> effects) {
    return effects.stream()
        .flatMap(each ->
            each instanceof PortExtensionEffect.Lost(String because)
                ? Stream.of(because)
                : Stream.of())
        .toList();
  }
}
