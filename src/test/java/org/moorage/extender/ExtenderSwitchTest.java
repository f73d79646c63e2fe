package org.moorage.extender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.edge.PortName;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.ETag;
import org.moorage.protocol.pecsp.ExtendedPortCounters;

/** What becomes of each frame of a port extender, octet by octet. */
class ExtenderSwitchTest {

  private static final PortName UP = new PortName("eth0");
  private static final PortName ONE = new PortName("eth1");
  private static final PortName TWO = new PortName("eth2");
  private static final PortName THREE = new PortName("eth3");

  private static final String ADDRESSES = "02000000000a020000000001";
  private static final String IPV4 = "0800450000140102030405060708";
  private static final int GROUP = 0x10_0007;

  private final ExtenderSwitch plane = new ExtenderSwitch(UP, List.of(ONE, TWO, THREE));
  private final List<String> sent = new ArrayList<>();
  private final List<String> control = new ArrayList<>();

  @BeforeEach
  void grant() {
    plane.use(
        plane
            .tables()
            .granting(0, 257)
            .granting(1, 0x1_2345)
            .with(GROUP, new int[] {0, 1})
            .with(0x10_0001, new int[] {1}));
    plane.controlTo(
        (port, frame, length) -> control.add(port + " " + Octets.copyOf(frame, 0, length).hex()));
  }

  private List<String> sent(PortName in, String hex) {
    sent.clear();
    byte[] frame = Octets.ofHex(hex).toArray();
    plane.receive(
        in,
        frame,
        frame.length,
        (out, octets, length) -> sent.add(out + " " + Octets.copyOf(octets, 0, length).hex()));
    return sent;
  }

  private static String tagged(ETag tag, String rest) {
    return tag.on(Octets.ofHex(ADDRESSES + rest)).hex();
  }

  private static String inside(int channel, int ingress) {
    return tagged(new ETag(0, false, ingress, channel), IPV4);
  }

  @Test
  void aFrameOfAStationGoesUpBehindTheETagOfItsPort() {
    assertThat(sent(ONE, ADDRESSES + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893f000001010000" + IPV4);
    assertThat(sent(TWO, ADDRESSES + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893f000003450012" + IPV4);
    assertThat(plane.counters(1)).isEqualTo(new ExtendedPortCounters(1, 1, 26, 0, 0, 0));
  }

  @Test
  void priorityIsThatOfItsTagOrThePortsDefault() {
    assertThat(sent(ONE, ADDRESSES + "8100b00a" + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893fb000010100008100b00a" + IPV4);
    assertThat(sent(ONE, ADDRESSES + "88a8600a" + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893f60000101000088a8600a" + IPV4);
    plane.use(plane.tables().setting(0, true, 5));
    assertThat(sent(ONE, ADDRESSES + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893fa00001010000" + IPV4);
    assertThat(sent(ONE, ADDRESSES + "8100000a" + IPV4))
        .containsExactly("eth0 " + ADDRESSES + "893f0000010100008100000a" + IPV4);
  }

  @Test
  void controlFramesOfAStationGoUpLikeAnyOther() {
    for (String type : List.of("88cc0207", "89400207", "88b70207")) {
      assertThat(sent(ONE, ADDRESSES + type))
          .containsExactly("eth0 " + ADDRESSES + "893f000001010000" + type);
    }
    assertThat(control).isEmpty();
  }

  @Test
  void aFrameOfAnEChannelGoesToItsPortAsTheStationWouldSendIt() {
    assertThat(sent(UP, inside(257, 0))).containsExactly("eth1 " + ADDRESSES + IPV4);
    assertThat(sent(UP, inside(0x1_2345, 0))).containsExactly("eth2 " + ADDRESSES + IPV4);
    assertThat(sent(UP, tagged(new ETag(3, true, 0, 257), "8100600a" + IPV4)))
        .containsExactly("eth1 " + ADDRESSES + "8100600a" + IPV4);
    assertThat(plane.counters(2)).isEqualTo(new ExtendedPortCounters(2, 0, 0, 1, 26, 0));
  }

  @Test
  void aGroupsFrameGoesToEachMemberAndNotBackToWhereItCameFrom() {
    String both = ADDRESSES + IPV4;
    assertThat(sent(UP, inside(GROUP, 0))).containsExactly("eth1 " + both, "eth2 " + both);
    assertThat(sent(UP, inside(GROUP, 257))).containsExactly("eth2 " + both);
    assertThat(sent(UP, inside(GROUP, 0x1_2345))).containsExactly("eth1 " + both);
    assertThat(sent(UP, inside(0x10_0001, 0x1_2345))).isEmpty();
    assertThat(plane.drops(UP)).isEmpty();
  }

  @Test
  void aGroupThatIsNoMoreIsNobodys() {
    plane.use(plane.tables().without(GROUP).without(0x10_0002));
    assertThat(sent(UP, inside(GROUP, 0))).isEmpty();
    assertThat(sent(UP, inside(0x10_0001, 0))).hasSize(1);
    assertThat(plane.drops(UP)).isEqualTo(Map.of(ExtenderDropReason.NO_E_CHANNEL, 1L));
  }

  @Test
  void aStationThatSendsETagsIsNotHeard() {
    assertThat(sent(ONE, inside(0x1_2345, 0))).isEmpty();
    assertThat(sent(ONE, inside(257, 0))).isEmpty();
    assertThat(plane.drops(ONE)).isEqualTo(Map.of(ExtenderDropReason.SENT_E_TAG, 2L));
    assertThat(plane.counters(1).dropped()).isEqualTo(2);
  }

  @Test
  void aPortPassesNothingWhileItHasNoEChannelOrIsDisabled() {
    assertThat(sent(THREE, ADDRESSES + IPV4)).isEmpty();
    assertThat(plane.drops(THREE)).isEqualTo(Map.of(ExtenderDropReason.NOT_GRANTED, 1L));
    plane.use(plane.tables().setting(0, false, 0));
    assertThat(sent(ONE, ADDRESSES + IPV4)).isEmpty();
    assertThat(sent(UP, inside(257, 0))).isEmpty();
    assertThat(sent(UP, inside(GROUP, 0))).containsExactly("eth2 " + ADDRESSES + IPV4);
    assertThat(plane.drops(ONE)).isEqualTo(Map.of(ExtenderDropReason.DISABLED, 1L));
    assertThat(plane.drops(UP)).isEqualTo(Map.of(ExtenderDropReason.DISABLED, 2L));
  }

  @Test
  void whatComesFromUpstreamWithoutAnEChannelOfOursIsDroppedByReason() {
    assertThat(sent(UP, ADDRESSES + IPV4)).isEmpty();
    assertThat(sent(UP, inside(300, 0))).isEmpty();
    assertThat(sent(UP, inside(0, 0))).isEmpty();
    assertThat(sent(UP, inside(0x3F_FFFF, 0))).isEmpty();
    assertThat(sent(UP, ADDRESSES + "893f00000101")).isEmpty();
    assertThat(plane.drops(UP))
        .isEqualTo(
            Map.of(
                ExtenderDropReason.NO_E_TAG, 1L,
                ExtenderDropReason.NO_E_CHANNEL, 3L,
                ExtenderDropReason.TOO_SHORT, 1L));
  }

  @Test
  void lldpAndEcpFromUpstreamAreTheExtendersOwn() {
    assertThat(sent(UP, ADDRESSES + "88cc0207")).isEmpty();
    assertThat(sent(UP, ADDRESSES + "89400207")).isEmpty();
    assertThat(control)
        .containsExactly("eth0 " + ADDRESSES + "88cc0207", "eth0 " + ADDRESSES + "89400207");
    assertThat(sent(UP, tagged(new ETag(0, false, 0, 257), "88cc0207")))
        .containsExactly("eth1 " + ADDRESSES + "88cc0207");
    assertThat(plane.drops(UP)).isEmpty();
  }

  @Test
  void whatIsTooShortOrTooLongIsDropped() {
    assertThat(sent(ONE, ADDRESSES)).isEmpty();
    assertThat(sent(ONE, ADDRESSES + "8100000a")).isEmpty();
    byte[] most = new byte[ExtenderSwitch.MAX_FRAME + 1];
    plane.receive(ONE, most, most.length, (out, octets, length) -> sent.add("long"));
    assertThat(sent).isEmpty();
    plane.receive(ONE, most, most.length - 1, (out, octets, length) -> sent.add("fits"));
    assertThat(sent).containsExactly("fits");
    assertThat(plane.drops(ONE))
        .isEqualTo(Map.of(ExtenderDropReason.TOO_SHORT, 2L, ExtenderDropReason.TOO_LONG, 1L));
  }

  @Test
  void anyFramesAreCountedAndNeverThrownOn() {
    Noise noise = Noise.seeded(5);
    List<Octets> good =
        List.of(
            Octets.ofHex(inside(257, 0)),
            Octets.ofHex(inside(GROUP, 257)),
            Octets.ofHex(ADDRESSES + "8100600a" + IPV4),
            Octets.ofHex(ADDRESSES + "88cc0207"));
    int received = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = noise.damaged(good.get(i % good.size())).toArray();
      PortName in = List.of(UP, ONE, TWO, THREE).get(noise.random().nextInt(4));
      plane.receive(
          in,
          frame,
          frame.length,
          (out, octets, length) -> assertThat(length).isLessThanOrEqualTo(octets.length));
      received += in.equals(UP) ? 0 : 1;
    }
    long counted = plane.counters(1).framesIn() + plane.counters(2).framesIn();
    assertThat(counted + plane.counters(3).framesIn()).isEqualTo(received);
    assertThat(sent(UP, inside(257, 0))).containsExactly("eth1 " + ADDRESSES + IPV4);
  }

  @Test
  void aPortIsNamedOnce() {
    assertThatThrownBy(() -> new ExtenderSwitch(UP, List.of(ONE, ONE)))
        .hasMessageContaining("eth1 is named twice");
    assertThatThrownBy(() -> new ExtenderSwitch(UP, List.of(UP)))
        .hasMessageContaining("eth0 is named twice");
    assertThatThrownBy(() -> new ExtenderSwitch(UP, List.of())).hasMessageContaining("1..256");
    assertThatThrownBy(() -> plane.intake(new PortName("eth9"))).hasMessageContaining("eth9");
  }
}
