package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.rules;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.PortExtension.Replication;
import org.moorage.edge.PortName;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.RuleAction;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EChannelId;
import org.moorage.protocol.ethernet.ETag;

/** Ports of port extenders in the data path: ports of their own behind one cascade link. */
class ExtendedPortsTest {

  private static final PortName CASCADE = new PortName("c1");
  private static final PortName ONE = new PortName("c1:1");
  private static final PortName TWO = new PortName("c1:2");
  private static final PortName THREE = new PortName("c1:3");
  private static final int GROUP = 0x10_0007;

  private final List<String> control = new ArrayList<>();
  private final Rig rig =
      new Rig(SoftSwitchSettings.of(List.of(P1), List.of(FABRIC)).withCascades(List.of(CASCADE)));

  @BeforeEach
  void open() {
    rig.plane.openExtendedPort(ONE, CASCADE, new EChannelId(257));
    rig.plane.openExtendedPort(TWO, CASCADE, new EChannelId(258));
    rig.plane.openExtendedPort(THREE, CASCADE, new EChannelId(0x1_2345));
    rig.apply(plan(1, ONE, OPEN, untagged(1, 10)));
    rig.apply(plan(2, TWO, OPEN, untagged(2, 10)));
    rig.apply(plan(3, THREE, OPEN, tagged(3, 10)));
    rig.plane.controlTo(
        (link, frame, length) -> control.add(link + " " + Octets.copyOf(frame, 0, length).hex()));
  }

  private static byte[] inside(byte[] frame, int channel) {
    return new ETag(0, false, 0, channel).on(Octets.of(frame)).toArray();
  }

  /** Port, E-channel, ingress and what stands behind it: {@code c1 257<0}, {@code c1 258<0 10}. */
  private List<String> sent(PortName in, byte[] frame) {
    rig.receive(in, frame);
    return rig.sent.stream()
        .map(each -> {
          Optional<ETag> tag = ETag.of(each.frame());
          Octets behind = ETag.off(each.frame());
          int vid = behind.u16(12) == 0x8100 ? behind.u16(14) & 0xFFF : 0;
          return each.port()
              + tag.map(t -> " " + Integer.toHexString(t.channel()) + "<" + t.ingress()).orElse("")
              + (vid == 0 ? "" : " " + vid);
        })
        .sorted()
        .toList();
  }

  @Test
  void aFrameIsTheVPortsOfItsEChannelAndOfNoOther() {
    assertThat(sent(CASCADE, inside(frame(1, 9), 257))).contains("f1 10");
    assertThat(sent(CASCADE, inside(frame(1, 9), 258))).isEmpty();
    assertThat(rig.drops(TWO)).isEqualTo(Map.of(DropReason.SPOOFED_MAC, 1L));
  }

  @Test
  void aFrameToAnExtendedPortCarriesItsEChannelOutsideTheCTag() {
    assertThat(sent(FABRIC, withTag(frame(9, 1), 10))).containsExactly("c1 101<0");
    assertThat(sent(FABRIC, withTag(frame(9, 3), 10))).containsExactly("c1 12345<0 10");
    assertThat(sent(CASCADE, inside(frame(1, 2), 257))).containsExactly("c1 102<0");
    assertThat(sent(CASCADE, inside(frame(1, 3), 257))).containsExactly("c1 12345<0 10");
  }

  @Test
  void priorityIsTheFramesOwn() {
    rig.receive(FABRIC, withTag(frame(9, 1), 5 << 13 | 10));
    assertThat(ETag.of(rig.sent.getFirst().frame()).orElseThrow().priority()).isEqualTo(5);
  }

  @Test
  void whatHasNoETagOrOneNobodyHasIsDroppedByReason() {
    assertThat(sent(CASCADE, frame(1, 9))).isEmpty();
    assertThat(sent(CASCADE, inside(frame(1, 9), 300))).isEmpty();
    assertThat(sent(CASCADE, inside(frame(1, 9), GROUP))).isEmpty();
    assertThat(rig.drops(CASCADE))
        .isEqualTo(Map.of(DropReason.NO_E_TAG, 1L, DropReason.NO_E_CHANNEL, 2L));
    assertThat(sent(CASCADE, inside(inside(frame(1, 9), 257), 257))).isEmpty();
    assertThat(rig.drops(CASCADE)).containsEntry(DropReason.TAGS, 1L);
    assertThat(sent(P1, inside(frame(1, 9), 257))).isEmpty();
    assertThat(rig.drops(P1)).isEqualTo(Map.of(DropReason.TAGS, 1L));
    assertThat(sent(FABRIC, inside(frame(9, 1), 257))).isEmpty();
  }

  @Test
  void withoutAGroupEachPortGetsACopy() {
    assertThat(sent(FABRIC, withTag(frame(9, BROADCAST), 10)))
        .containsExactly("c1 101<0", "c1 102<0", "c1 12345<0 10");
  }

  @Test
  void aGroupGetsOneCopyAndNotBackToWhereItCameFrom() {
    rig.plane.replicate(
        CASCADE, List.of(new Replication(10, 0, new EChannelId(GROUP), Set.of(ONE, TWO))));
    assertThat(sent(FABRIC, withTag(frame(9, BROADCAST), 10)))
        .containsExactly("c1 100007<0", "c1 12345<0 10");
    assertThat(sent(CASCADE, inside(frame(1, BROADCAST), 257)))
        .containsExactly("c1 100007<257", "c1 12345<0 10", "f1 10");
    assertThat(sent(CASCADE, inside(withTag(frame(3, BROADCAST), 10), 0x1_2345)))
        .containsExactly("c1 100007<74565", "f1 10");
  }

  @Test
  void whoMayNotGetItMakesTheOthersGetCopiesOfTheirOwn() {
    rig.plane.replicate(
        CASCADE, List.of(new Replication(10, 0, new EChannelId(GROUP), Set.of(ONE, TWO))));
    rig.apply(plan(2, TWO, terms(rules(RuleAction.DENY, FrameMatch.ANY)), untagged(2, 10)));
    assertThat(sent(FABRIC, withTag(frame(9, BROADCAST), 10)))
        .containsExactly("c1 101<0", "c1 12345<0 10");
  }

  @Test
  void reflectiveRelayGivesTheStationsOwnCopyBesideTheGroups() {
    rig.apply(plan(4, ONE, OPEN, untagged(4, 10)));
    rig.plane.replicate(
        CASCADE, List.of(new Replication(10, 0, new EChannelId(GROUP), Set.of(ONE, TWO))));
    rig.plane.reflectiveRelay(ONE, true);
    assertThat(sent(CASCADE, inside(frame(1, BROADCAST), 257)))
        .containsExactly("c1 100007<257", "c1 101<0", "c1 12345<0 10", "f1 10");
  }

  @Test
  void aGroupOfAPortThatIsNotThereIsNotUsed() {
    rig.plane.replicate(
        CASCADE,
        List.of(
            new Replication(10, 0, new EChannelId(GROUP), Set.of(ONE, TWO, new PortName("c1:9")))));
    assertThat(sent(FABRIC, withTag(frame(9, BROADCAST), 10))).contains("c1 101<0", "c1 102<0");
  }

  @Test
  void controlFramesAreHandedOverWithTheirETag() {
    byte[] lldp = Octets.ofHex("0180c200000e 020000000001 88cc 0207").paddedTo(60).toArray();
    assertThat(sent(CASCADE, inside(lldp, 257))).isEmpty();
    assertThat(control).containsExactly("c1 " + Octets.of(inside(lldp, 257)).hex());
    assertThat(rig.drops(ONE)).isEmpty();
  }

  @Test
  void aClosedPortPassesNothingAndTakesWhatWasOnItAlong() {
    Map<String, String> before = rig.plane.describe();
    PortName four = new PortName("c1:4");
    rig.plane.openExtendedPort(four, CASCADE, new EChannelId(260));
    rig.apply(plan(5, four, OPEN, untagged(5, 10)));
    rig.plane.closeExtendedPort(four);
    assertThat(rig.plane.describe()).isEqualTo(before);
    assertThat(sent(CASCADE, inside(frame(5, 9), 260))).isEmpty();
    assertThat(rig.plane.programmed()).hasSize(3);
  }

  @Test
  void anyFramesOnACascadePortAreCountedAndPassedByNobody() {
    SplittableRandom random = new SplittableRandom(9);
    byte[] good = inside(frame(1, 9), 257);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = good.clone();
      for (int k = random.nextInt(1, 6); k > 0; k--) {
        bad[random.nextInt(12, bad.length)] = (byte) random.nextInt();
      }
      int length = random.nextInt(bad.length + 1);
      rig.plane.receive(CASCADE, bad, length, rig.now, (port, frame, size) -> {});
    }
    assertThat(sent(CASCADE, inside(frame(1, 2), 257))).containsExactly("c1 102<0");
  }
}
