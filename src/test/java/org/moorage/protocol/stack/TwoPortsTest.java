package org.moorage.protocol.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.protocol.stack.PortBench.association;
import static org.moorage.protocol.stack.PortBench.macVid;
import static org.moorage.protocol.stack.PortBench.vsi;
import static org.moorage.protocol.stack.TwoPorts.associate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moorage.protocol.evb.EvbSettings;
import org.moorage.protocol.vdp.AssociationTlv;
import org.moorage.protocol.vdp.FilterInfo;
import org.moorage.protocol.vdp.VdpError;
import org.moorage.protocol.vdp.VdpType;
import org.moorage.protocol.vdp.VidField;

/** Our station and our bridge on one wire. */
class TwoPortsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static TwoPorts link(Flavour flavour) {
    TwoPorts link = new TwoPorts(flavour, 1);
    link.up();
    link.pass(SECOND);
    return link;
  }

  private static StationEffect.Confirmed confirmed(int vsi, VdpType type, int vid) {
    return new StationEffect.Confirmed(vsi(vsi), type, List.of(new VidField(false, 0, vid)));
  }

  @ParameterizedTest
  @EnumSource(Flavour.class)
  void aVsiIsAnnouncedAssociatedKeptAliveAndEnded(Flavour flavour) {
    TwoPorts link = link(flavour);
    link.want(association(VdpType.PRE_ASSOCIATE, 1, 0));
    link.pass(SECOND);
    link.want(association(VdpType.ASSOCIATE, 1, 0));
    link.pass(MINUTE);
    assertThat(link.fromStation(StationEffect.Confirmed.class))
        .containsExactly(
            confirmed(1, VdpType.PRE_ASSOCIATE, 205), confirmed(1, VdpType.ASSOCIATE, 205));
    assertThat(link.fromBridge(PortEffect.KeptAlive.class)).hasSizeGreaterThan(4);
    assertThat(link.bridge.view().flavour()).contains(flavour);
    link.want(association(VdpType.DE_ASSOCIATE, 1, 0));
    link.pass(SECOND);
    assertThat(link.fromStation(StationEffect.Ended.class))
        .containsExactly(new StationEffect.Ended(vsi(1), EndCause.DE_ASSOCIATED));
    assertThat(link.fromBridge(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.DE_ASSOCIATED));
    assertThat(link.station.view().vsis()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Flavour.class)
  void aRefusalReachesTheUser(Flavour flavour) {
    TwoPorts link = link(flavour);
    link.edge = request -> Optional.of(new VsiAnswer.Refused(VdpError.OTHER_FAILURE, false, true));
    link.want(associate(1, 100));
    link.pass(SECOND);
    assertThat(link.fromStation(StationEffect.Failed.class)).hasSize(1);
    assertThat(link.fromStation(StationEffect.Ended.class))
        .containsExactly(new StationEffect.Ended(vsi(1), EndCause.REFUSED));
    assertThat(link.bridge.view().held()).isZero();
  }

  @ParameterizedTest
  @EnumSource(Flavour.class)
  void aWithdrawalReachesTheUser(Flavour flavour) {
    TwoPorts link = link(flavour);
    link.want(associate(1, 100));
    link.want(associate(2, 100));
    link.pass(SECOND);
    link.withdraw(1);
    link.withdraw(2);
    link.pass(SECOND);
    assertThat(link.fromStation(StationEffect.Ended.class))
        .containsExactly(
            new StationEffect.Ended(vsi(1), EndCause.WITHDRAWN),
            new StationEffect.Ended(vsi(2), EndCause.WITHDRAWN));
  }

  @ParameterizedTest
  @EnumSource(Flavour.class)
  void aLinkFlapCostsNoVsi(Flavour flavour) {
    TwoPorts link = link(flavour);
    for (int i = 0; i < 20; i++) {
      link.want(associate(i, 0));
    }
    link.pass(SECOND);
    link.down();
    link.pass(Duration.ofSeconds(5));
    link.forget();
    link.up();
    link.pass(MINUTE);
    assertThat(link.fromStation(StationEffect.Ended.class)).isEmpty();
    assertThat(link.fromBridge(PortEffect.Command.class)).isEmpty();
    assertThat(link.fromBridge(PortEffect.Released.class)).isEmpty();
    assertThat(link.station.view().confirmed()).isEqualTo(20);
    assertThat(link.bridge.view().held()).isEqualTo(20);
  }

  @Test
  void aVsiWantedWhileTheLinkIsDownIsAskedForWhenItComesUp() {
    TwoPorts link = new TwoPorts(Flavour.RATIFIED, 1);
    link.want(associate(1, 100));
    assertThat(link.stationEffects).isEmpty();
    link.up();
    link.pass(SECOND);
    assertThat(link.station.view().confirmed()).isEqualTo(1);
  }

  @Test
  void aLiveVsiChangesItsFiltersInPlace() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(associate(1, 100));
    link.pass(SECOND);
    link.want(associate(1, 101));
    link.pass(MINUTE);
    assertThat(link.fromStation(StationEffect.Confirmed.class))
        .containsExactly(
            confirmed(1, VdpType.ASSOCIATE, 100), confirmed(1, VdpType.ASSOCIATE, 101));
    assertThat(link.fromBridge(PortEffect.Released.class)).isEmpty();
    assertThat(link.bridge.held(vsi(1)).orElseThrow().request().filters()).isEqualTo(macVid(101));
  }

  @Test
  void aLiveVsiChangesItsVersionInPlace() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(associate(1, 100), 1);
    link.pass(SECOND);
    link.want(associate(1, 100), 2);
    link.pass(MINUTE);
    assertThat(link.fromStation(StationEffect.Confirmed.class)).hasSize(2);
    assertThat(link.fromBridge(PortEffect.Released.class)).isEmpty();
    assertThat(link.bridge.held(vsi(1)).orElseThrow().request().version().value()).isEqualTo(2);
  }

  @Test
  void aBridgeThatKeepsVsisByVersionIsToldToForgetTheOldOneFirst() {
    TwoPorts link = link(Flavour.DRAFT);
    link.want(associate(1, 100), 1);
    link.pass(SECOND);
    link.want(associate(1, 100), 2);
    link.pass(SECOND);
    assertThat(link.fromBridge(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.DE_ASSOCIATED));
    assertThat(link.fromStation(StationEffect.Ended.class)).isEmpty();
    assertThat(link.fromStation(StationEffect.Confirmed.class)).hasSize(2);
  }

  @Test
  void aRefusedChangeThatIsKeptLeavesTheStationWithWhatItHad() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(associate(1, 100));
    link.pass(SECOND);
    link.edge =
        request -> Optional.of(new VsiAnswer.Refused(VdpError.INSUFFICIENT_RESOURCES, true, false));
    link.want(associate(1, 101));
    link.pass(MINUTE);
    assertThat(link.fromStation(StationEffect.Failed.class))
        .containsExactly(
            new StationEffect.Failed(vsi(1), "insufficient resources, earlier state kept", 0x62));
    assertThat(link.fromStation(StationEffect.Ended.class)).isEmpty();
    assertThat(link.station.view().confirmed()).isEqualTo(1);
    assertThat(link.bridge.held(vsi(1)).orElseThrow().request().filters()).isEqualTo(macVid(100));
  }

  @Test
  void aModeMayNotFall() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(associate(1, 100));
    link.want(association(VdpType.PRE_ASSOCIATE, 1, 100));
    assertThat(link.fromStation(StationEffect.Failed.class))
        .containsExactly(new StationEffect.Failed(vsi(1), StationVsis.FALLING, 0));
    link.pass(SECOND);
    assertThat(link.station.view().confirmed()).isEqualTo(1);
  }

  @Test
  void whatTheStationDoesNotHaveItCannotEnd() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(association(VdpType.DE_ASSOCIATE, 1, 100));
    assertThat(link.fromStation(StationEffect.Failed.class))
        .containsExactly(new StationEffect.Failed(vsi(1), StationVsis.NO_SUCH_VSI, 0));
  }

  @Test
  void aDraftStationAsksOnlyForWhatTheDraftCanSay() {
    TwoPorts link = link(Flavour.DRAFT);
    FilterInfo vidOnly =
        FilterInfo.of(FilterInfo.Format.VID, FilterInfo.Entry.of(VidField.WILDCARD));
    link.want(association(VdpType.ASSOCIATE, 1, vidOnly));
    assertThat(link.fromStation(StationEffect.Failed.class))
        .containsExactly(new StationEffect.Failed(vsi(1), StationVsis.NOT_IN_DRAFT, 0));
  }

  @Test
  void groupsWorkOnceBothSidesSaidTheyCan() {
    TwoPorts link = link(Flavour.RATIFIED);
    FilterInfo group =
        FilterInfo.of(
            FilterInfo.Format.GROUP_VID,
            FilterInfo.Entry.of(new org.moorage.protocol.GroupId(7), VidField.WILDCARD));
    link.want(association(VdpType.ASSOCIATE, 1, group));
    link.pass(SECOND);
    assertThat(link.fromBridge(PortEffect.Command.class).getFirst().request().groupIdsUsable())
        .isTrue();
    assertThat(link.station.view().confirmed()).isEqualTo(1);
  }

  @Test
  void aBridgeThatIsGoneEndsTheVsiAfterItsResponseTimer() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.want(associate(1, 100));
    link.pass(SECOND);
    link.loss = 1;
    Duration atMost =
        link.station
            .view()
            .operation()
            .reinitKeepAlive()
            .plus(link.station.view().operation().respWaitDelay());
    link.pass(atMost);
    assertThat(link.fromStation(StationEffect.Ended.class))
        .containsExactly(new StationEffect.Ended(vsi(1), EndCause.UNANSWERED));
    assertThat(link.fromBridge(PortEffect.Released.class))
        .containsExactly(new PortEffect.Released(vsi(1), ReleaseCause.KEEPALIVE_EXPIRED));
  }

  @Test
  void theUserHearsWhatWasNegotiated() {
    TwoPorts link =
        new TwoPorts(
            BridgePortSettings.of(PortBench.BRIDGE),
            StationPortSettings.of(PortBench.STATION, Flavour.RATIFIED)
                .with(EvbSettings.STATION_DEFAULTS.withReflectiveRelay(true)),
            1);
    link.up();
    link.pass(Duration.ofSeconds(10));
    assertThat(
            link.fromStation(StationEffect.OperationChanged.class)
                .getLast()
                .operation()
                .reflectiveRelayOn())
        .isTrue();
    assertThat(link.bridge.view().reflectiveRelayOn()).isTrue();
  }

  @Test
  void aThousandVsisAreAssociatedPackedIntoFewFrames() {
    TwoPorts link = link(Flavour.RATIFIED);
    int before = link.frames;
    for (int i = 0; i < 1_000; i++) {
      link.want(associate(i, 0));
    }
    link.pass(SECOND);
    assertThat(link.station.view().confirmed()).isEqualTo(1_000);
    assertThat(link.frames - before).isLessThan(1_000);
    link.pass(MINUTE);
    assertThat(link.station.view().confirmed()).isEqualTo(1_000);
    assertThat(link.fromStation(StationEffect.Ended.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingIsLostOnALossyWire(long seed) {
    for (Flavour flavour : Flavour.values()) {
      TwoPorts link = new TwoPorts(flavour, seed);
      // Draft 0 repeats after half a second and gives up after three: it stands less.
      link.loss = flavour == Flavour.RATIFIED ? 0.2 : 0.03;
      link.doubling = 0.1;
      link.up();
      for (int i = 0; i < 50; i++) {
        link.want(association(VdpType.PRE_ASSOCIATE, i, 0));
        link.want(associate(i, 0));
      }
      link.pass(Duration.ofMinutes(2));
      assertThat(link.station.view().vsis()).isEqualTo(link.bridge.view().held());
      assertThat(link.station.view().vsis()).isGreaterThanOrEqualTo(45);
      link.loss = 0;
      link.doubling = 0;
      int left = link.station.view().vsis();
      link.pass(MINUTE);
      assertThat(link.station.view().confirmed()).isEqualTo(left);
      assertThat(link.bridge.view().held()).isEqualTo(left);
      for (int i = 0; i < 50; i++) {
        link.want(association(VdpType.DE_ASSOCIATE, i, 0));
      }
      link.pass(SECOND);
      assertThat(link.station.view().vsis()).isZero();
      assertThat(link.bridge.view().held()).isZero();
    }
  }

  @Test
  void theAssociationSurvivesWhateverItIsToldTwice() {
    TwoPorts link = link(Flavour.RATIFIED);
    link.doubling = 1;
    AssociationTlv wish = associate(1, 0);
    link.want(wish);
    link.pass(MINUTE);
    assertThat(link.fromBridge(PortEffect.Command.class)).hasSize(1);
    assertThat(link.fromStation(StationEffect.Confirmed.class)).hasSize(1);
  }
}
