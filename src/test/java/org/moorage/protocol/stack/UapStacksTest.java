package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Octets;
import org.moorage.protocol.cdcp.CdcpBridgeSettings;
import org.moorage.protocol.cdcp.SChannel;
import org.moorage.protocol.ethernet.MacAddress;

/** Both ends of a link with S-channels, on a wire without loss. */
class UapStacksTest {

  private static final MacAddress BRIDGE = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress STATION = MacAddress.parse("02:00:00:00:00:02");

  private final List<UapEffect> atBridge = new ArrayList<>();
  private final List<UapEffect> atStation = new ArrayList<>();
  private final ArrayDeque<Octets> toBridge = new ArrayDeque<>();
  private final ArrayDeque<Octets> toStation = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private BridgeUapStack bridge =
      new BridgeUapStack(
          UapSettings.of(BRIDGE)
              .withNames("leaf-1", "eth1")
              .with(CdcpBridgeSettings.DEFAULTS.withPool(100, 102))
              .withConfigured(List.of(new SChannel(50, 101))),
          List.of());
  private final StationUapStack station = new StationUapStack(STATION, "host-a");
  private boolean cut;

  @BeforeEach
  void linkUp() {
    fromBridge(bridge.linkUp(now));
    fromStation(station.linkUp(now));
    run(Duration.ofSeconds(5));
  }

  @Test
  void whatAStationAsksForIsThereWithinSeconds() {
    want(2, 3);
    run(Duration.ofSeconds(3));
    assertThat(station.channels())
        .containsExactly(SChannel.DEFAULT, new SChannel(2, 100), new SChannel(3, 102));
    assertThat(bridge.channels())
        .containsExactly(
            SChannel.DEFAULT, new SChannel(2, 100), new SChannel(3, 102), new SChannel(50, 101));
    assertThat(bridge.view().speaking()).isTrue();
    assertThat(station.view().neighbour()).isPresent();
  }

  @Test
  void whatCannotBeHadIsSaidOnBothSides() {
    want(2, 3, 4);
    run(Duration.ofSeconds(3));
    assertThat(atBridge).contains(new UapEffect.ChannelsRefused(List.of(4)));
    assertThat(bridge.view().refused()).containsExactly(4);
    assertThat(station.view().refused()).containsExactly(4);
  }

  @Test
  void anSChannelNoLongerWantedIsGone() {
    want(2, 3);
    run(Duration.ofSeconds(3));
    want(3);
    run(Duration.ofSeconds(3));
    assertThat(bridge.channels())
        .containsExactly(SChannel.DEFAULT, new SChannel(3, 102), new SChannel(50, 101));
  }

  @Test
  void silenceAndAFlapKeepThemAndAReleaseEndsThem() {
    want(2);
    run(Duration.ofSeconds(3));
    int before = changes(atBridge);
    cut = true;
    run(Duration.ofMinutes(5));
    fromBridge(bridge.linkDown(now));
    fromBridge(bridge.linkUp(now));
    cut = false;
    run(Duration.ofMinutes(1));
    assertThat(changes(atBridge)).isEqualTo(before);
    fromBridge(bridge.linkDown(now));
    fromBridge(bridge.release(now));
    assertThat(bridge.channels()).containsExactly(SChannel.DEFAULT, new SChannel(50, 101));
  }

  @Test
  void aRestartedBridgeTakesUpWhatItHad() {
    want(2, 3);
    run(Duration.ofSeconds(3));
    List<SChannel> before = bridge.channels();
    bridge =
        new BridgeUapStack(
            UapSettings.of(BRIDGE)
                .with(CdcpBridgeSettings.DEFAULTS.withPool(100, 102))
                .withConfigured(List.of(new SChannel(50, 101))),
            before);
    assertThat(bridge.channels()).containsAll(before);
    int changes = changes(atStation);
    fromBridge(bridge.linkUp(now));
    run(Duration.ofMinutes(1));
    assertThat(bridge.channels()).containsAll(before);
    assertThat(changes(atStation)).isEqualTo(changes);
  }

  @Test
  void hostileFramesAreCountedAndChangeNothing() {
    want(2);
    run(Duration.ofSeconds(3));
    List<SChannel> before = bridge.channels();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[20 + random.nextInt(600)];
      random.nextBytes(noise);
      byte[] header = {1, (byte) 0x80, (byte) 0xC2, 0, 0, 3, 2, 0, 0, 0, 0, 9};
      System.arraycopy(header, 0, noise, 0, header.length);
      noise[12] = (byte) 0x88;
      noise[13] = (byte) 0xCC;
      fromBridge(bridge.receive(Octets.of(noise), now));
    }
    fromBridge(bridge.receive(Octets.zeros(60), now));
    assertThat(bridge.view().dropped()).containsKey(UapStack.NOT_CDCP);
    assertThat(bridge.channels()).isEqualTo(before);
  }

  private void want(Integer... scids) {
    fromStation(station.want(List.of(scids), now));
  }

  private static int changes(List<UapEffect> effects) {
    return (int) effects.stream().filter(UapEffect.ChannelsChanged.class::isInstance).count();
  }

  private void fromBridge(List<UapEffect> effects) {
    take(effects, atBridge, toStation);
  }

  private void fromStation(List<UapEffect> effects) {
    take(effects, atStation, toBridge);
  }

  private void take(List<UapEffect> effects, List<UapEffect> told, ArrayDeque<Octets> wire) {
    told.addAll(effects);
    for (UapEffect effect : effects) {
      if (effect instanceof UapEffect.Send(Octets frame) && !cut) {
        wire.add(frame);
      }
    }
  }

  /** Lets time pass. */
  private void run(Duration span) {
    Instant end = now.plus(span);
    while (true) {
      while (!toBridge.isEmpty() || !toStation.isEmpty()) {
        if (!toBridge.isEmpty()) {
          fromBridge(bridge.receive(toBridge.remove(), now));
        }
        if (!toStation.isEmpty()) {
          fromStation(station.receive(toStation.remove(), now));
        }
      }
      Optional<Instant> next = BridgePortStack.earlier(bridge.deadline(), station.deadline());
      if (next.isEmpty() || next.get().isAfter(end)) {
        now = end;
        return;
      }
      now = next.get().isAfter(now) ? next.get() : now;
      fromBridge(bridge.advance(now));
      fromStation(station.advance(now));
    }
  }
}
