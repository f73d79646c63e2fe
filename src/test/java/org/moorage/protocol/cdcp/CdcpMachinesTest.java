package org.moorage.protocol.cdcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.Step;

class CdcpMachinesTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private CdcpBridge.State bridge =
      CdcpBridge.initial(CdcpBridgeSettings.DEFAULTS.withPool(100, 199));
  private CdcpStation.State station = CdcpStation.initial(SChannel.MAX_SCID);
  private List<CdcpBridge.Effect> fromBridge = List.of();

  @Test
  void whatAStationWantsIsAssignedAndTheStationAdoptsIt() {
    want(2, 7);
    talk();
    assertThat(CdcpStation.usable(station))
        .containsExactly(SChannel.DEFAULT, new SChannel(2, 100), new SChannel(7, 101))
        .isEqualTo(bridge.assigned());
  }

  @Test
  void anSvidGoesBackToThePoolWhenItsScidIsNoLongerListed() {
    want(2, 7);
    talk();
    want(7, 9);
    talk();
    assertThat(bridge.assigned())
        .containsExactly(SChannel.DEFAULT, new SChannel(7, 101), new SChannel(9, 100));
    assertThat(CdcpStation.usable(station)).isEqualTo(bridge.assigned());
  }

  @Test
  void whereThePoolIsUsedUpTheScidIsLeftOutAndSaid() {
    bridge = CdcpBridge.initial(CdcpBridgeSettings.DEFAULTS.withPool(100, 101));
    want(2, 3, 4);
    talk();
    assertThat(CdcpStation.usable(station)).hasSize(3);
    assertThat(fromBridge).contains(new CdcpBridge.Effect.Refused(List.of(4)));
    want(3, 4);
    talk();
    assertThat(CdcpStation.usable(station))
        .containsExactly(SChannel.DEFAULT, new SChannel(3, 101), new SChannel(4, 100));
  }

  @Test
  void theSmallerCapacityDecides() {
    bridge = CdcpBridge.initial(CdcpBridgeSettings.DEFAULTS.withCapacity(3));
    want(2, 3, 4, 5);
    talk();
    assertThat(bridge.assigned()).hasSize(3);
    CdcpTlv modest =
        new CdcpTlv(CdcpRole.STATION, true, 2, List.of(SChannel.wanted(2), SChannel.wanted(3)));
    give(new CdcpBridge.Input.Heard(modest));
    assertThat(bridge.assigned()).hasSize(2);
  }

  @Test
  void aChangedPoolMovesOnlyWhatLeftIt() {
    want(2, 3);
    talk();
    give(
        new CdcpBridge.Input.SettingsChanged(
            CdcpBridgeSettings.DEFAULTS.withPool(101, 199).withReserved(Set.of(102))));
    assertThat(bridge.assigned())
        .containsExactly(SChannel.DEFAULT, new SChannel(2, 103), new SChannel(3, 101));
    talk();
    assertThat(CdcpStation.usable(station)).isEqualTo(bridge.assigned());
  }

  @Test
  void silenceKeepsTheSChannelsAndALldpduWithoutCdcpEndsThem() {
    want(2);
    talk();
    give(new CdcpBridge.Input.NeighbourLost());
    assertThat(fromBridge).isEmpty();
    assertThat(bridge.assigned()).hasSize(2);
    give(new CdcpBridge.Input.Heard(CdcpStation.announcement(station)));
    assertThat(fromBridge).isEmpty();
    give(new CdcpBridge.Input.NotSpoken());
    assertThat(fromBridge)
        .contains(new CdcpBridge.Effect.ChannelsChanged(List.of(SChannel.DEFAULT)));
  }

  @Test
  void aReleasedPortHasTheDefaultSChannelOnly() {
    want(2);
    talk();
    give(new CdcpBridge.Input.Released());
    assertThat(bridge.assigned()).containsExactly(SChannel.DEFAULT);
    station = CdcpStation.step(station, new CdcpStation.Input.Released(), NOW).state();
    assertThat(CdcpStation.announcement(station).channels())
        .containsExactly(SChannel.DEFAULT, SChannel.wanted(2));
  }

  @Test
  void aRestartedBridgeHasTheSChannelsOfBeforeAndGivesThemAgain() {
    List<SChannel> before = List.of(SChannel.DEFAULT, new SChannel(5, 150), new SChannel(6, 99));
    bridge = CdcpBridge.restored(bridge.settings(), before);
    assertThat(bridge.assigned())
        .containsExactly(SChannel.DEFAULT, new SChannel(5, 150), new SChannel(6, 100));
    CdcpBridge.State forgetful = CdcpBridge.initial(bridge.settings());
    CdcpTlv asks =
        new CdcpTlv(CdcpRole.STATION, true, 167, List.of(SChannel.wanted(2), new SChannel(5, 100)));
    assertThat(CdcpBridge.step(forgetful, new CdcpBridge.Input.Heard(asks), NOW).state().assigned())
        .containsExactly(SChannel.DEFAULT, new SChannel(2, 101), new SChannel(5, 100));
  }

  @Test
  void oneWhoIsNoStationGetsNothing() {
    want(2);
    talk();
    give(new CdcpBridge.Input.Heard(CdcpBridge.announcement(bridge)));
    assertThat(fromBridge).contains(new CdcpBridge.Effect.Ignored(CdcpBridge.WRONG_ROLE));
    assertThat(bridge.assigned()).containsExactly(SChannel.DEFAULT);
    CdcpTlv without = new CdcpTlv(CdcpRole.STATION, false, 167, List.of(SChannel.wanted(2)));
    give(new CdcpBridge.Input.Heard(without));
    assertThat(fromBridge).contains(new CdcpBridge.Effect.Ignored(CdcpBridge.NO_COMPONENT));
  }

  @Test
  void aBridgeThatGivesOneSvidTwiceGetsOneSChannel() {
    want(2, 3, 4);
    CdcpTlv confused =
        new CdcpTlv(
            CdcpRole.BRIDGE,
            true,
            167,
            List.of(new SChannel(2, 50), new SChannel(3, 50), new SChannel(4, 1)));
    station = CdcpStation.step(station, new CdcpStation.Input.Heard(confused), NOW).state();
    assertThat(CdcpStation.usable(station)).containsExactly(SChannel.DEFAULT, new SChannel(2, 50));
  }

  @Test
  void whateverIsWantedInWhateverOrderNoSvidIsGivenTwice() {
    SplittableRandom random = new SplittableRandom(11);
    for (int round = 0; round < 2_000; round++) {
      Set<Integer> wanted = new TreeSet<>();
      int count = random.nextInt(140);
      for (int i = 0; i < count; i++) {
        wanted.add(2 + random.nextInt(SChannel.MAX_SCID - 1));
      }
      station =
          CdcpStation.step(station, new CdcpStation.Input.Want(List.copyOf(wanted)), NOW).state();
      List<SChannel> before = bridge.assigned();
      talk();
      Set<Integer> svids =
          bridge.assigned().stream().map(SChannel::svid).collect(Collectors.toSet());
      assertThat(svids).hasSize(bridge.assigned().size());
      assertThat(bridge.assigned().size()).isEqualTo(1 + Math.min(100, wanted.size()));
      Set<Integer> kept =
          bridge.assigned().stream().map(SChannel::scid).collect(Collectors.toSet());
      assertThat(bridge.assigned())
          .containsAll(before.stream().filter(each -> kept.contains(each.scid())).toList());
      assertThat(CdcpStation.usable(station)).isEqualTo(bridge.assigned());
    }
  }

  private void want(int... scids) {
    CdcpStation.Input want = new CdcpStation.Input.Want(IntStream.of(scids).boxed().toList());
    station = CdcpStation.step(station, want, NOW).state();
  }

  private void give(CdcpBridge.Input input) {
    Step<CdcpBridge.State, CdcpBridge.Effect> step = CdcpBridge.step(bridge, input, NOW);
    bridge = step.state();
    fromBridge = step.effects();
  }

  /** Both hear each other until neither says anything new. */
  private void talk() {
    give(new CdcpBridge.Input.Heard(CdcpStation.announcement(station)));
    CdcpTlv answer = CdcpBridge.announcement(bridge);
    station = CdcpStation.step(station, new CdcpStation.Input.Heard(answer), NOW).state();
    List<CdcpBridge.Effect> first = fromBridge;
    give(new CdcpBridge.Input.Heard(CdcpStation.announcement(station)));
    assertThat(fromBridge).as("the station only repeats what it was given").isEmpty();
    fromBridge = first;
  }
}
