package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.put;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.edge.PortName;
import org.moorage.protocol.Octets;

/** S-channels in the data path: ports of their own behind one link. */
class SChannelPortsTest {

  private static final PortName TWO = new PortName("p1/2");
  private static final PortName THREE = new PortName("p1/3");

  private final Rig rig = new Rig();

  @BeforeEach
  void open() {
    rig.plane.openChannel(TWO, P1, 100);
    rig.plane.openChannel(THREE, P1, 101);
    rig.apply(plan(1, P1, OPEN, untagged(1, 10)));
    rig.apply(plan(2, TWO, OPEN, untagged(2, 10)));
    rig.apply(plan(3, THREE, OPEN, tagged(3, 10)));
  }

  @Test
  void aFrameIsTheVPortsOfItsSChannelAndOfNoOther() {
    assertThat(rig.receive(P1, inside(frame(2, 9), 100))).contains("f1/10");
    assertThat(rig.receive(P1, inside(frame(2, 9), 101))).isEmpty();
    assertThat(rig.receive(P1, frame(2, 9))).isEmpty();
    assertThat(rig.drops(THREE)).isEqualTo(Map.of(DropReason.NO_VPORT, 1L));
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.SPOOFED_MAC, 1L));
  }

  @Test
  void aFrameToAnSChannelCarriesItsSTagOutsideTheCTag() {
    rig.receive(FABRIC, withTag(frame(9, 2), 10));
    assertThat(sent()).containsExactly("p1 88a8/100");
    rig.receive(FABRIC, withTag(frame(9, 3), 10));
    assertThat(sent()).containsExactly("p1 88a8/101 8100/10");
    rig.receive(FABRIC, withTag(frame(9, 1), 10));
    assertThat(sent()).containsExactly("p1");
  }

  @Test
  void aBroadcastIsPutOnTheLinkOnceForEachSChannel() {
    rig.receive(FABRIC, withTag(frame(9, BROADCAST), 10));
    assertThat(sent()).containsExactlyInAnyOrder("p1", "p1 88a8/100", "p1 88a8/101 8100/10");
  }

  @Test
  void framesPassBetweenSChannelsOfOneLinkWithoutReflectiveRelay() {
    assertThat(rig.receive(P1, inside(frame(2, 3), 100))).hasSize(1);
    assertThat(sent()).containsExactly("p1 88a8/101 8100/10");
    rig.receive(P1, inside(withTag(frame(3, 1), 10), 101));
    assertThat(sent()).containsExactly("p1");
  }

  @Test
  void reflectiveRelayIsOfOneSChannel() {
    rig.apply(plan(4, TWO, OPEN, untagged(4, 10)));
    assertThat(rig.receive(P1, inside(frame(2, 4), 100))).isEmpty();
    assertThat(rig.drops(TWO)).isEqualTo(Map.of(DropReason.SAME_PORT, 1L));
    rig.plane.reflectiveRelay(TWO, true);
    rig.receive(P1, inside(frame(2, 4), 100));
    assertThat(sent()).containsExactly("p1 88a8/100");
  }

  @Test
  void theDefaultSChannelTakesItsFramesUntaggedAndWithSvid1() {
    assertThat(rig.receive(P1, inside(frame(1, 9), 1))).contains("f1/10");
    assertThat(rig.receive(P1, inside(frame(1, 9), 0))).contains("f1/10");
    assertThat(rig.receive(P1, frame(1, 9))).contains("f1/10");
  }

  @Test
  void anSTagOfNoSChannelAndADoubledOneAreDroppedByReason() {
    assertThat(rig.receive(P1, inside(frame(2, 9), 102))).isEmpty();
    assertThat(rig.receive(P1, inside(inside(frame(2, 9), 100), 100))).isEmpty();
    assertThat(rig.receive(P2, inside(frame(2, 9), 100))).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.NO_S_CHANNEL, 1L, DropReason.TAGS, 1L));
    assertThat(rig.drops(P2)).isEqualTo(Map.of(DropReason.TAGS, 1L));
  }

  @Test
  void aClosedSChannelPassesNothingAndTakesWhatWasOnItAlong() {
    Map<String, String> before = rig.plane.describe();
    rig.plane.openChannel(new PortName("p1/4"), P1, 104);
    rig.apply(plan(5, new PortName("p1/4"), OPEN, untagged(5, 10)));
    rig.plane.closeChannel(new PortName("p1/4"));
    assertThat(rig.plane.describe()).isEqualTo(before);
    assertThat(rig.receive(P1, inside(frame(5, 9), 104))).isEmpty();
    assertThat(rig.plane.programmed()).hasSize(3);
    rig.plane.closeChannel(P1);
    assertThat(rig.receive(P1, frame(1, 9))).as("an uplink is no S-channel").contains("f1/10");
  }

  @Test
  void removingOneNeverTouchesAnother() {
    SplittableRandom random = new SplittableRandom(17);
    for (int step = 0; step < 3_000; step++) {
      int scid = 10 + random.nextInt(100);
      PortName channel = new PortName("p1/" + scid);
      Map<String, String> before = rig.plane.describe();
      rig.plane.openChannel(channel, P1, 1_000 + scid);
      for (int vsi = 0; vsi < 1 + random.nextInt(3); vsi++) {
        int number = 1_000 + 10 * scid + vsi;
        rig.apply(plan(number, channel, OPEN, untagged(number, 10 + random.nextInt(3))));
      }
      rig.plane.closeChannel(channel);
      assertThat(rig.plane.describe()).isEqualTo(before);
    }
  }

  @Test
  void anSChannelNeedsAnUplink() {
    assertThatThrownBy(() -> rig.plane.openChannel(new PortName("f1/2"), FABRIC, 2))
        .hasMessageContaining("no server port f1");
    assertThatThrownBy(() -> rig.plane.openChannel(new PortName("p1/2/3"), TWO, 3))
        .hasMessageContaining("no server port p1/2");
  }

  private List<String> sent() {
    return rig.sent.stream().map(each -> each.port() + tags(each.frame())).toList();
  }

  private static String tags(Octets frame) {
    StringBuilder tags = new StringBuilder();
    for (int at = 12; frame.u16(at) == 0x88A8 || frame.u16(at) == 0x8100; at += 4) {
      tags.append(' ').append(Integer.toHexString(frame.u16(at)));
      tags.append('/').append(frame.u16(at + 2) & 0xFFF);
    }
    return tags.toString();
  }

  static byte[] inside(byte[] frame, int svid) {
    byte[] tagged = withTag(frame, svid);
    put(tagged, 12, 0x88A8, 2);
    return tagged;
  }
}
