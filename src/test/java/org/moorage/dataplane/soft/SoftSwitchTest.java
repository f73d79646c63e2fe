package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.anyAddress;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.Applied;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.FrameCount;
import org.moorage.edge.PortName;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;

/** Where frames go. */
class SoftSwitchTest {

  private final Rig rig = new Rig();

  @Test
  void anUntaggedFrameOfAVPortTravelsTaggedWithItsVlan() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));

    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactly("f1/100");
  }

  @Test
  void aFrameOfNobodyIsDropped() {
    assertThat(rig.receive(P1, frame(1, 2))).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.NO_VPORT, 1L));
  }

  @Test
  void anAddressThatIsNotInTheFilterIsSpoofed() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));

    assertThat(rig.receive(P1, frame(9, BROADCAST))).isEmpty();
    assertThat(rig.receive(P2, frame(1, BROADCAST))).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.SPOOFED_MAC, 1L));
    assertThat(rig.drops(P2)).isEqualTo(Map.of(DropReason.NO_VPORT, 1L));
  }

  @Test
  void aVsiWithoutAnAddressInItsFilterMayNotUseAnothersAddress() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    VPortPlan any = rig.apply(plan(2, P2, OPEN, anyAddress(100)));

    assertThat(rig.receive(P2, withTag(frame(7, BROADCAST), 100))).contains("f1/100");
    assertThat(rig.receive(P2, withTag(frame(1, BROADCAST), 100))).isEmpty();
    assertThat(rig.droppedFromVm(any, DropReason.SPOOFED_MAC)).isEqualTo(1);
  }

  @Test
  void anAddressWithVidBeatsAVidAlone() {
    VPortPlan exact = rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    VPortPlan wide = rig.apply(plan(2, P1, OPEN, anyAddress(100)));

    rig.receive(P1, withTag(frame(1, BROADCAST), 100));
    rig.receive(P1, withTag(frame(2, BROADCAST), 100));
    rig.receive(P1, withTag(frame(3, BROADCAST), 100));

    assertThat(rig.counters(exact).permittedFromVm()).isEqualTo(new FrameCount(1, 64));
    assertThat(rig.counters(wide).permittedFromVm()).isEqualTo(new FrameCount(2, 128));
  }

  @Test
  void aVsiThatAskedWithVid0GetsUntaggedFramesUntilItHasSentATag() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    byte[] toIt = withTag(frame(9, 1), 100);

    assertThat(rig.receive(FABRIC, toIt)).containsExactly("p1");
    rig.receive(P1, withTag(frame(1, BROADCAST), 0x6000));
    assertThat(rig.receive(FABRIC, toIt)).as("a priority tag is no VID").containsExactly("p1");

    rig.receive(P1, withTag(frame(1, BROADCAST), 100));
    assertThat(rig.receive(FABRIC, toIt)).containsExactly("p1/100");
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 100))).containsExactly("p1/100");
    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactly("f1/100");
  }

  @Test
  void aVsiThatNamedItsVidMustTag() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));

    assertThat(rig.receive(P1, frame(1, BROADCAST))).isEmpty();
    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 100))).containsExactly("f1/100");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 100))).containsExactly("p1/100");
  }

  @Test
  void aVPortHearsNothingFromOtherVlans() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));

    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 101))).isEmpty();
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 101))).isEmpty();
    assertThat(rig.drops(FABRIC)).isEqualTo(Map.of(DropReason.NOT_IN_VLAN, 2L));
  }

  @Test
  void vPortsOfOneVlanReachEachOtherInsideTheEdge() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    rig.apply(plan(2, P2, OPEN, tagged(2, 100)));
    rig.apply(plan(3, P2, OPEN, tagged(3, 200)));

    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("p2/100");
    assertThat(rig.receive(P2, withTag(frame(2, 1), 100))).containsExactly("p1");
    assertThat(rig.receive(P1, frame(1, 3))).as("unknown in VLAN 100").containsExactly("f1/100");
    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactlyInAnyOrder("f1/100", "p2/100");
  }

  @Test
  void withoutReflectiveRelayNothingGoesBackWhereItCameFrom() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    VPortPlan two = rig.apply(plan(2, P1, OPEN, tagged(2, 100)));
    byte[] between = withTag(frame(1, 2), 100);

    assertThat(rig.receive(P1, between)).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.SAME_PORT, 1L));

    rig.plane.reflectiveRelay(P1, true);
    assertThat(rig.receive(P1, between)).containsExactly("p1/100");
    assertThat(rig.counters(two).permittedToVm()).isEqualTo(new FrameCount(1, 64));
    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 100)))
        .containsExactlyInAnyOrder("f1/100", "p1/100");
    assertThat(rig.receive(P1, withTag(frame(1, 1), 100))).as("to itself").isEmpty();

    rig.plane.reflectiveRelay(P1, false);
    assertThat(rig.receive(P1, between)).isEmpty();
  }

  @Test
  void aLonelyVsiDoesNotHearItsOwnBroadcast() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100), tagged(2, 100)));
    rig.plane.reflectiveRelay(P1, true);

    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 100))).containsExactly("f1/100");
  }

  @Test
  void aBroadcastIsPutOnALinkOnceHoweverManyListen() {
    for (int i = 1; i <= 40; i++) {
      rig.apply(plan(i, P1, OPEN, tagged(i, 100)));
    }
    rig.apply(plan(41, P1, OPEN, untagged(41, 100)));

    assertThat(rig.receive(FABRIC, withTag(frame(99, BROADCAST), 100)))
        .as("one copy with a tag, one without")
        .containsExactlyInAnyOrder("p1/100", "p1");
  }

  @Test
  void anUnknownAddressIsNotSentToThoseWhoseAddressesAreKnown() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    assertThat(rig.receive(FABRIC, withTag(frame(9, 8), 100))).isEmpty();

    rig.apply(plan(2, P2, OPEN, anyAddress(100)));
    assertThat(rig.receive(FABRIC, withTag(frame(9, 8), 100))).containsExactly("p2/100");
  }

  @Test
  void addressesAreLearnedOnTheFabricAndAge() {
    PortName other = new PortName("f2");
    Rig two = new Rig(SoftSwitchSettings.of(List.of(P1), List.of(FABRIC, other)));
    two.apply(plan(1, P1, OPEN, tagged(1, 100)));
    two.receive(other, withTag(frame(9, BROADCAST), 100));

    assertThat(two.receive(P1, withTag(frame(1, 9), 100))).containsExactly("f2/100");
    assertThat(two.receive(FABRIC, withTag(frame(8, 9), 100))).containsExactly("f2/100");
    two.pass(Duration.ofSeconds(301));
    assertThat(two.receive(P1, withTag(frame(1, 9), 100)))
        .containsExactlyInAnyOrder("f1/100", "f2/100");
  }

  @Test
  void anAddressBehindAVidFilterIsLearnedAndForgottenWithItsVPort() {
    VPortPlan any = rig.apply(plan(1, P1, OPEN, anyAddress(100)));
    rig.apply(plan(2, P2, OPEN, tagged(2, 100)));
    rig.receive(P1, withTag(frame(7, BROADCAST), 100));

    assertThat(rig.plane.learnedAddresses()).isEqualTo(1);
    assertThat(rig.receive(P2, withTag(frame(2, 7), 100))).containsExactly("p1/100");
    rig.plane.remove(any.id());
    assertThat(rig.plane.learnedAddresses()).isZero();
    assertThat(rig.receive(P2, withTag(frame(2, 7), 100))).containsExactly("f1/100");
  }

  @Test
  void oneVPortCannotFillTheAddressTable() {
    rig.apply(plan(1, P1, OPEN, anyAddress(100)));
    for (int i = 1; i <= 1_000; i++) {
      rig.receive(P1, withTag(frame(i, BROADCAST), 100));
    }
    assertThat(rig.plane.learnedAddresses()).isEqualTo(MacTable.LEARNED_PER_VPORT);
  }

  @Test
  void oneVlanOfTheFabricCannotFillTheAddressTableEither() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    for (int i = 1; i <= MacTable.LEARNED_PER_VLAN + 500; i++) {
      rig.receive(FABRIC, withTag(frame(i, 1), 100));
    }
    assertThat(rig.plane.learnedAddresses()).isEqualTo(MacTable.LEARNED_PER_VLAN);
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 100))).containsExactly("p1/100");

    rig.pass(Duration.ofSeconds(400));
    rig.receive(FABRIC, withTag(frame(0x10_0000, 1), 100));
    assertThat(rig.plane.learnedAddresses()).as("the aged made room").isEqualTo(1);
  }

  @Test
  void aVPortsAddressIsNeverLearnedElsewhere() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    rig.receive(FABRIC, withTag(frame(1, BROADCAST), 100));

    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 100))).containsExactly("p1/100");
    assertThat(rig.plane.learnedAddresses()).as("only the other one").isEqualTo(1);
  }

  @Test
  void ofTwoVPortsWithOneAddressTheNewerHearsAndTheOlderComesBackWhenItGoes() {
    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    VPortPlan newer = rig.apply(plan(1, P2, OPEN, tagged(1, 100)));
    byte[] toIt = withTag(frame(9, 1), 100);

    assertThat(rig.receive(FABRIC, toIt)).containsExactly("p2/100");
    rig.plane.remove(newer.id());
    assertThat(rig.receive(FABRIC, toIt)).containsExactly("p1/100");
  }

  @Test
  void aReservedVPortForwardsNothing() {
    VPortPlan plan = Rig.reserved(plan(1, P1, OPEN, tagged(1, 100)));
    rig.apply(plan);

    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 100))).isEmpty();
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 100))).isEmpty();
    assertThat(rig.plane.programmed()).containsExactly(plan.id());

    rig.apply(plan(1, P1, OPEN, tagged(1, 100)));
    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 100))).containsExactly("f1/100");
  }

  @Test
  void reservedAddressesAndGroupSourcesGoNowhere() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    byte[] lldp = frame(1, 1);
    Rig.put(lldp, 0, 0x0180_C200_000EL, 6);
    byte[] fromGroup = frame(1, 2);
    Rig.put(fromGroup, 6, 0x0300_0000_0001L, 6);

    assertThat(rig.receive(P1, lldp)).isEmpty();
    assertThat(rig.receive(P1, fromGroup)).isEmpty();
    assertThat(rig.drops(P1))
        .isEqualTo(Map.of(DropReason.RESERVED_ADDRESS, 1L, DropReason.GROUP_SOURCE, 1L));
  }

  @Test
  void aFabricPortMayCarryOneVlanUntagged() {
    Rig native10 =
        new Rig(
            new SoftSwitchSettings(
                List.of(P1),
                List.of(new SoftSwitchSettings.FabricPort(FABRIC, Optional.of(new VlanId(10)))),
                List.of(),
                List.of(),
                SoftSwitchSettings.MAX_FRAME));
    native10.apply(plan(1, P1, OPEN, untagged(1, 10), tagged(1, 20)));

    assertThat(native10.receive(P1, frame(1, BROADCAST))).containsExactly("f1");
    assertThat(native10.receive(P1, withTag(frame(1, BROADCAST), 20))).containsExactly("f1/20");
    assertThat(native10.receive(FABRIC, frame(9, 1))).containsExactly("p1");
    assertThat(rig.receive(FABRIC, frame(9, 1))).isEmpty();
    assertThat(rig.drops(FABRIC)).isEqualTo(Map.of(DropReason.UNTAGGED, 1L));
  }

  @Test
  void aQuarantinedVsiKeepsItsVidOnItsLinkOnly() {
    VPortMatch moved =
        new VPortMatch(
            Optional.of(new MacAddress(Rig.mac(1))),
            new VlanId(77),
            false,
            new VlanId(666),
            new VlanId(666));
    rig.apply(plan(1, P1, OPEN, moved));

    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 77))).containsExactly("f1/666");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 666))).containsExactly("p1/77");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 77))).isEmpty();
  }

  @Test
  void isolatedVmsReachTheNetworkButNotEachOther() {
    VPortTerms isolated =
        new VPortTerms(
            "guest/1",
            Standing.KNOWN,
            OPEN.rules(),
            Rates.UNLIMITED,
            Marking.NONE,
            Guard.PLAIN,
            true);
    rig.apply(plan(1, P1, isolated, isolatedMatch(1)));
    rig.apply(plan(2, P2, isolated, isolatedMatch(2)));
    rig.apply(plan(3, P2, OPEN, tagged(3, 300)));

    assertThat(rig.receive(P1, withTag(frame(1, BROADCAST), 300)))
        .as("out in the isolated VLAN; here only the promiscuous one hears it")
        .containsExactlyInAnyOrder("f1/301", "p2/300");
    assertThat(rig.receive(P1, withTag(frame(1, 2), 300))).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.ISOLATED, 1L));
    assertThat(rig.receive(P1, withTag(frame(1, 3), 300))).containsExactly("p2/300");
    assertThat(rig.receive(P2, withTag(frame(3, 1), 300))).containsExactly("p1/300");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 300))).containsExactly("p1/300");
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 301))).isEmpty();
  }

  private static VPortMatch isolatedMatch(int mac) {
    return new VPortMatch(
        Optional.of(new MacAddress(Rig.mac(mac))),
        new VlanId(300),
        false,
        new VlanId(301),
        new VlanId(300));
  }

  @Test
  void aPlanForAPortItDoesNotHaveFails() {
    assertThat(rig.plane.apply(plan(1, new PortName("p9"), OPEN, tagged(1, 100))))
        .isEqualTo(new Applied.Failed("the soft switch has no server port p9"));
    assertThat(rig.plane.apply(plan(1, FABRIC, OPEN, tagged(1, 100))))
        .isInstanceOf(Applied.Failed.class);
  }

  @Test
  void aPlanThatWouldTakeAnothersFramesFailsAndChangesNothing() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    Map<String, String> before = rig.plane.describe();

    assertThat(rig.plane.apply(plan(2, P1, OPEN, tagged(1, 100))))
        .isInstanceOf(Applied.Failed.class);
    assertThat(rig.plane.apply(plan(2, P1, OPEN, untagged(1, 200))))
        .isInstanceOf(Applied.Failed.class);
    assertThat(rig.plane.describe()).isEqualTo(before);
  }

  @Test
  void aFrameOnAnUnknownPortIsCounted() {
    PortName unknown = new PortName("p9");

    assertThat(rig.receive(unknown, frame(1, 2))).isEmpty();
    assertThat(rig.drops(unknown)).isEqualTo(Map.of(DropReason.UNKNOWN_PORT, 1L));
  }

  @Test
  void aSinkThatHandsTheFrameBackAtOnceGetsItRight() {
    rig.apply(plan(1, P1, OPEN, untagged(1, 100)));
    rig.apply(plan(2, P2, OPEN, untagged(2, 100)));
    byte[] frame = frame(1, BROADCAST);
    StringBuilder order = new StringBuilder();
    rig.plane.receive(
        P1,
        frame,
        frame.length,
        rig.now,
        (port, bytes, length) -> {
          order.append(port).append(' ');
          if (port.equals(FABRIC)) {
            byte[] answer = withTag(frame(9, 1), 100);
            rig.plane.receive(
                FABRIC,
                answer,
                answer.length,
                rig.now,
                (back, inner, size) -> order.append("(").append(back).append(") "));
          }
        });
    assertThat(order.toString()).isEqualTo("f1 (p1) p2 ");
  }
}
