package org.moorage.extender;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspRequest;
import org.moorage.protocol.pecsp.CspResponse;
import org.moorage.protocol.pecsp.CspRole;
import org.moorage.protocol.pecsp.CspSpeaker;
import org.moorage.protocol.pecsp.ExtendedPort;
import org.moorage.protocol.pecsp.ExtenderInventory;
import org.moorage.protocol.stack.PortExtensionEffect;
import org.moorage.protocol.stack.PortExtensionSettings;
import org.moorage.protocol.stack.PortExtensionStack;

/** A port extender below a controlling bridge, in virtual time. */
class PortExtenderTest {

  private static final PortName UP = new PortName("eth0");
  private static final PortName ONE = new PortName("eth1");
  private static final PortName TWO = new PortName("eth2");
  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress EXTENDER = MacAddress.parse("02:00:00:00:00:02");
  private static final ExtenderInventory SAID =
      new ExtenderInventory("", "1.0", "SN-1", "Moorage", "port extender");
  private static final EChannelId GROUP = new EChannelId(0x10_0001);
  private static final Octets FRAME = Octets.ofHex("02000000000a 020000000001 0800").paddedTo(60);

  private final SplittableRandom random = new SplittableRandom(17);
  private final ArrayDeque<Octets> toBridge = new ArrayDeque<>();
  private final ArrayDeque<Octets> toExtender = new ArrayDeque<>();
  private final List<String> happened = new ArrayList<>();
  private final Map<PortName, Boolean> links = new HashMap<>();
  private final List<CspRequest> asked = new ArrayList<>();
  private final Map<Long, CspResponse> answers = new HashMap<>();
  private final ExtenderSwitch plane = new ExtenderSwitch(UP, List.of(ONE, TWO));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private PortExtensionStack bridge = bridge(100);
  private PortExtender extender = extender(plane, 2);

  /** The bridge gives port n the E-channel n + this. */
  private int base = 256;

  /** The bridge gives every port the same E-channel. */
  private boolean fixed;

  private Optional<Completion> refusing = Optional.empty();
  private long tickets;

  private PortExtensionStack bridge(long session) {
    CspSpeaker self = new CspSpeaker(CspRole.CONTROLLING_BRIDGE, session, BRIDGE, 256, 8_192, 8);
    return new PortExtensionStack(
        new PortExtensionSettings(BRIDGE, "leaf-1", "eth3", ExtenderInventory.NONE, self), random);
  }

  private PortExtender extender(ExtenderSwitch of, int groups) {
    return new PortExtender(
        new PortExtenderSettings(new EdgeName("x1"), EXTENDER, SAID, 7, groups),
        of,
        new Output(),
        random);
  }

  private final class Output implements ExtenderOutput {

    @Override
    public void send(Octets frame) {
      toBridge.add(frame);
    }

    @Override
    public void link(PortName port, boolean on) {
      links.put(port, on);
    }

    @Override
    public void happened(ExtenderEvent event) {
      assertThat(event.at()).isEqualTo(now);
      happened.add(event.text());
    }
  }

  private void start() {
    extender.start();
    fromBridge(bridge.linkUp(now));
    extender.linkUp(now);
    run(Duration.ofSeconds(5));
  }

  @Test
  void opensAndIsGrantedAnEChannelForEachPort() {
    extender.start();
    assertThat(links).isEqualTo(Map.of(ONE, false, TWO, false));
    start();
    assertThat(extender.isOpen()).isTrue();
    assertThat(asked.subList(0, 2))
        .containsExactly(
            new CspRequest.CreatePort(new ExtendedPort(1, "eth1", false, 0)),
            new CspRequest.CreatePort(new ExtendedPort(2, "eth2", false, 0)));
    assertThat(links).isEqualTo(Map.of(ONE, true, TWO, true));
    assertThat(happened)
        .containsExactly(
            "upstream: a controlling bridge is heard at " + BRIDGE,
            "opened with the controlling bridge " + BRIDGE + " session=100 ports=256 groups=8192",
            "eth1: granted E-channel 257, switched on",
            "eth2: granted E-channel 258, switched on");
    assertThat(up(ONE)).contains(257);
    assertThat(up(TWO)).contains(258);
    assertThat(down(257)).containsExactly(ONE);
    assertThat(bridge.view().neighbour().map(ExtenderInventory::in)).contains(SAID);
    assertThat(extender.view().ports())
        .extracting(PortExtenderView.Port::channel)
        .containsExactly(Optional.of(new EChannelId(257)), Optional.of(new EChannelId(258)));
  }

  @Test
  void aLinkIsToldOnceForEachChange() {
    start();
    asked.clear();
    extender.portLink(ONE, true, 10_000, now);
    extender.portLink(ONE, true, 10_000, now);
    run(Duration.ofSeconds(1));
    extender.portLink(ONE, false, 0, now);
    extender.portLink(ONE, true, 1_000, now); // while the answer is awaited
    run(Duration.ofSeconds(1));
    assertThat(asked)
        .containsExactly(
            new CspRequest.PortStatus(new ExtendedPort(1, "eth1", true, 10_000)),
            new CspRequest.PortStatus(new ExtendedPort(1, "eth1", false, 0)),
            new CspRequest.PortStatus(new ExtendedPort(1, "eth1", true, 1_000)));
  }

  @Test
  void groupsAreRegisteredWithinItsLimitAndForItsOwnPorts() {
    start();
    assertThat(ask(new CspRequest.Register(GROUP, channels(257, 258))))
        .isEqualTo(CspResponse.done());
    assertThat(down(GROUP.value())).containsExactly(ONE, TWO);
    assertThat(ask(new CspRequest.Register(GROUP, channels(258)))).isEqualTo(CspResponse.done());
    assertThat(down(GROUP.value())).containsExactly(TWO);
    assertThat(ask(new CspRequest.Register(new EChannelId(0x10_0002), channels(257, 300))))
        .isEqualTo(CspResponse.refused(Completion.UNKNOWN_PORT));
    assertThat(ask(new CspRequest.Register(new EChannelId(0x10_0002), channels(257))))
        .isEqualTo(CspResponse.done());
    assertThat(ask(new CspRequest.Register(new EChannelId(0x10_0003), channels(257))))
        .isEqualTo(CspResponse.refused(Completion.NO_RESOURCES));
    assertThat(extender.view().groups()).isEqualTo(2);
    assertThat(ask(new CspRequest.Unregister(GROUP))).isEqualTo(CspResponse.done());
    assertThat(ask(new CspRequest.Unregister(GROUP)))
        .isEqualTo(CspResponse.refused(Completion.UNKNOWN_PORT));
    assertThat(down(GROUP.value())).isEmpty();
  }

  @Test
  void aPortIsSetAsTheBridgeSays() {
    start();
    assertThat(ask(new CspRequest.SetPort(1, false, 5))).isEqualTo(CspResponse.done());
    assertThat(up(ONE)).isEmpty();
    assertThat(extender.view().ports().getFirst().enabled()).isFalse();
    assertThat(ask(new CspRequest.SetPort(1, true, 5))).isEqualTo(CspResponse.done());
    assertThat(up(ONE)).contains(257);
    assertThat(ask(new CspRequest.SetPort(3, true, 5)))
        .isEqualTo(CspResponse.refused(Completion.UNKNOWN_PORT));
    assertThat(happened.getLast()).isEqualTo("eth1: enabled, default PCP 5");
  }

  @Test
  void whatWasCountedIsToldInParts() {
    List<PortName> many =
        IntStream.rangeClosed(1, 40).mapToObj(each -> new PortName("p" + each)).toList();
    ExtenderSwitch wide = new ExtenderSwitch(UP, many);
    extender = extender(wide, 2);
    start();
    byte[] frame = FRAME.toArray();
    wide.receive(new PortName("p33"), frame, frame.length, (out, octets, length) -> {});
    CspResponse.Counted first = (CspResponse.Counted) ask(new CspRequest.Statistics(0));
    assertThat(first.ports()).hasSize(32);
    assertThat(first.more()).isTrue();
    CspResponse.Counted rest = (CspResponse.Counted) ask(new CspRequest.Statistics(32));
    assertThat(rest.more()).isFalse();
    assertThat(rest.ports()).hasSize(8).first().isEqualTo(wide.counters(33));
    assertThat(rest.ports().getFirst().octetsIn()).isEqualTo(60);
    assertThat(ask(new CspRequest.Statistics(40)))
        .isEqualTo(new CspResponse.Counted(List.of(), false));
  }

  @Test
  void aBridgeThatStartsAnewGrantsAnew() {
    start();
    assertThat(ask(new CspRequest.Register(GROUP, channels(257)))).isEqualTo(CspResponse.done());
    ask(new CspRequest.SetPort(1, false, 3));
    happened.clear();
    bridge = bridge(101);
    base = 512;
    fromBridge(bridge.linkUp(now));
    run(Duration.ofSeconds(8));
    assertThat(happened.getFirst())
        .isEqualTo(
            "lost the controlling bridge: the other end has started anew; unless it is back within"
                + " 3 s the extended ports are switched off");
    assertThat(happened)
        .endsWith(
            "eth1: granted E-channel 513, switched on", "eth2: granted E-channel 514, switched on");
    assertThat(up(ONE)).contains(513);
    assertThat(down(257)).isEmpty();
    assertThat(down(GROUP.value())).isEmpty();
    assertThat(links).isEqualTo(Map.of(ONE, true, TWO, true));
  }

  @Test
  void withoutItsUpstreamNothingIsForwardedAndStationsNotice() {
    start();
    extender.linkDown(now);
    assertThat(extender.isOpen()).isFalse();
    assertThat(links).isEqualTo(Map.of(ONE, true, TWO, true));
    assertThat(up(ONE)).contains(257);
    now = now.plus(PortExtender.GRACE);
    extender.advance(now);
    assertThat(links).isEqualTo(Map.of(ONE, false, TWO, false));
    assertThat(up(ONE)).isEmpty();
    assertThat(plane.drops(ONE)).isEqualTo(Map.of(ExtenderDropReason.NOT_GRANTED, 1L));
    toBridge.clear();
    fromBridge(bridge.linkDown(now));
    fromBridge(bridge.linkUp(now));
    extender.linkUp(now);
    run(Duration.ofSeconds(8));
    assertThat(links).isEqualTo(Map.of(ONE, true, TWO, true));
    assertThat(up(ONE)).contains(257);
  }

  @Test
  void whoIsRefusedSaysWhyAndIsLetInLater() {
    fromBridge(bridge.bar(true, now));
    start();
    assertThat(extender.isOpen()).isFalse();
    assertThat(happened)
        .contains(
            "the controlling bridge refuses: another extender with this address is connected");
    assertThat(extender.view().link().refused()).contains(Completion.IDENTITY_IN_USE);
    assertThat(links).isEqualTo(Map.of(ONE, false, TWO, false));
    fromBridge(bridge.bar(false, now));
    run(Duration.ofSeconds(8));
    assertThat(up(ONE)).contains(257);
  }

  @Test
  void aPortThatIsRefusedIsAskedForAgain() {
    refusing = Optional.of(Completion.NO_RESOURCES);
    start();
    assertThat(happened).contains("eth1: no E-channel: no room for it; asked again later");
    assertThat(asked).hasSize(2);
    assertThat(up(ONE)).isEmpty();
    refusing = Optional.empty();
    run(PortExtender.RETRY);
    assertThat(asked).hasSize(4);
    assertThat(up(ONE)).contains(257);
  }

  @Test
  void anEChannelThatIsAnotherPortsIsNotTaken() {
    base = 300;
    fixed = true;
    start();
    assertThat(up(ONE)).contains(300);
    assertThat(up(TWO)).isEmpty();
    assertThat(links).isEqualTo(Map.of(ONE, true, TWO, false));
    assertThat(down(300)).containsExactly(ONE);
  }

  private static List<EChannelId> channels(int... values) {
    return IntStream.of(values).mapToObj(EChannelId::new).toList();
  }

  /** The E-channel a frame of a station leaves in. */
  private Optional<Integer> up(PortName port) {
    List<Octets> sent = new ArrayList<>();
    byte[] frame = FRAME.toArray();
    plane.receive(
        port,
        frame,
        frame.length,
        (out, octets, length) -> sent.add(Octets.copyOf(octets, 0, length)));
    return sent.stream().findFirst().flatMap(ETag::of).map(ETag::channel);
  }

  /** The ports a frame of an E-channel leaves by. */
  private List<PortName> down(int channel) {
    List<PortName> sent = new ArrayList<>();
    byte[] frame = new ETag(0, false, 0, channel).on(FRAME).toArray();
    plane.receive(UP, frame, frame.length, (out, octets, length) -> sent.add(out));
    return sent;
  }

  /** What the extender answers its bridge. */
  private CspResponse ask(CspRequest request) {
    long ticket = ++tickets;
    fromBridge(bridge.ask(request, ticket, now));
    run(Duration.ofSeconds(1));
    return Optional.ofNullable(answers.get(ticket)).orElseThrow();
  }

  private void run(Duration time) {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plusMillis(10);
      fromBridge(bridge.advance(now));
      extender.advance(now);
      assertThat(extender.deadline().filter(at -> !at.isAfter(now))).isEmpty();
      while (!toBridge.isEmpty() || !toExtender.isEmpty()) {
        Octets up = toBridge.poll();
        if (up != null) {
          fromBridge(bridge.receive(up, now));
        }
        Octets down = toExtender.poll();
        if (down != null) {
          extender.receive(down, now);
        }
      }
    }
  }

  private void fromBridge(List<PortExtensionEffect> effects) {
    for (PortExtensionEffect effect : effects) {
      if (effect instanceof PortExtensionEffect.Send(Octets frame)) {
        toExtender.add(frame);
      } else if (effect instanceof PortExtensionEffect.Requested(int number, var request)) {
        asked.add(request);
        CspResponse response =
            refusing.isPresent()
                ? CspResponse.refused(refusing.get())
                : request instanceof CspRequest.CreatePort(ExtendedPort port)
                    ? new CspResponse.Created(new EChannelId(fixed ? base : port.number() + base))
                    : CspResponse.done();
        fromBridge(bridge.answer(number, request.command(), response, now));
      } else if (effect instanceof PortExtensionEffect.Answered(long ticket, var response)) {
        answers.put(ticket, response);
      }
    }
  }
}
