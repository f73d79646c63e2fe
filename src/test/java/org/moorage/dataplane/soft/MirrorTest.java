package org.moorage.dataplane.soft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.moorage.dataplane.soft.Rig.BROADCAST;
import static org.moorage.dataplane.soft.Rig.FABRIC;
import static org.moorage.dataplane.soft.Rig.OPEN;
import static org.moorage.dataplane.soft.Rig.P1;
import static org.moorage.dataplane.soft.Rig.P2;
import static org.moorage.dataplane.soft.Rig.anyAddress;
import static org.moorage.dataplane.soft.Rig.frame;
import static org.moorage.dataplane.soft.Rig.open;
import static org.moorage.dataplane.soft.Rig.plan;
import static org.moorage.dataplane.soft.Rig.rules;
import static org.moorage.dataplane.soft.Rig.tagged;
import static org.moorage.dataplane.soft.Rig.terms;
import static org.moorage.dataplane.soft.Rig.udp;
import static org.moorage.dataplane.soft.Rig.untagged;
import static org.moorage.dataplane.soft.Rig.withTag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.MirrorSink;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.Mirroring.Mirror;
import org.moorage.edge.PortName;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.FrameMatch;
import org.moorage.profile.rules.RuleAction;
import org.moorage.protocol.Octets;

/** Copies of a vPort's frames, to a mirror port and to whoever looks at them. */
class MirrorTest {

  private static final PortName PROBE = new PortName("m1");
  private static final MirrorTerms BOTH = new MirrorTerms(true, true, false);
  private static final MirrorTerms ALL = new MirrorTerms(true, true, true);
  private static final VPortTerms SHUT = terms(rules(RuleAction.DENY, FrameMatch.ANY));

  private final Rig rig =
      new Rig(SoftSwitchSettings.of(List.of(P1, P2), List.of(FABRIC), List.of(PROBE)));
  private final VPortPlan one = rig.apply(plan(1, P1, OPEN, untagged(1, 10)));
  private final VPortPlan two = rig.apply(plan(2, P2, OPEN, tagged(2, 10)));
  private final Looking looking = new Looking();

  /** What somebody saw, in words: {@code from-vm 64}, {@code to-vm denied 60}. */
  private static final class Looking implements MirrorSink {
    final List<String> seen = new ArrayList<>();
    final List<Octets> frames = new ArrayList<>();
    boolean gone;

    @Override
    public void mirrored(boolean fromVm, @Nullable DropReason dropped, byte[] frame, int length) {
      seen.add(
          (fromVm ? "from-vm " : "to-vm ")
              + (dropped == null ? "" : dropped.label() + " ")
              + length);
      frames.add(Octets.copyOf(frame, 0, length));
    }

    @Override
    public void vPortGone() {
      gone = true;
    }
  }

  @Test
  void aMirrorPortGetsBothDirectionsWithTheTagOfTheirNetwork() {
    mirror(one, BOTH);
    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("m1/10", "p2/10");
    assertThat(rig.receive(P2, withTag(frame(2, 1), 10))).containsExactly("m1/10", "p1");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 1), 10))).containsExactly("m1/10", "p1");
    assertThat(rig.receive(FABRIC, withTag(frame(9, 2), 10))).containsExactly("p2/10");
  }

  @Test
  void aMirrorHasTheDirectionsItWasAskedFor() {
    mirror(one, new MirrorTerms(true, false, false));
    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("m1/10", "p2/10");
    assertThat(rig.receive(P2, withTag(frame(2, 1), 10))).containsExactly("p1");
    mirror(one, new MirrorTerms(false, true, false));
    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("p2/10");
    assertThat(rig.receive(P2, withTag(frame(2, 1), 10))).containsExactly("m1/10", "p1");
    assertThat(rig.plane.mirrors())
        .containsExactly(new Mirror(one.id(), new MirrorTerms(false, true, false), PROBE));
  }

  @Test
  void whoLooksSeesTheFrameAsTheStationsLinkCarriesIt() {
    VPortPlan marked =
        rig.apply(
            plan(
                3,
                P2,
                open(
                    Rates.UNLIMITED, new Marking(OptionalInt.of(5), Optional.empty()), Guard.PLAIN),
                tagged(3, 10)));
    tap(one, BOTH);
    tap(marked, BOTH);
    byte[] request = frame(1, 3);
    rig.receive(P1, request);
    byte[] answer = withTag(frame(3, 1), 10);
    rig.receive(P2, answer);

    assertThat(looking.seen).containsExactly("from-vm 60", "to-vm 64", "from-vm 64", "to-vm 60");
    assertThat(looking.frames)
        .containsExactly(
            Octets.of(request),
            Octets.of(withTag(request, 10)),
            Octets.of(answer),
            Octets.of(frame(3, 1)));
  }

  @Test
  void anSChannelsFramesAreSeenWithTheirSTagAndMirroredWithout() {
    PortName channel = new PortName("p1/2");
    rig.plane.openChannel(channel, P1, 100);
    VPortPlan inside = rig.apply(plan(4, channel, OPEN, untagged(4, 10)));
    tap(inside, BOTH);
    mirror(inside, BOTH);
    byte[] sent = SChannelPortsTest.inside(frame(4, 2), 100);
    rig.receive(P1, sent);
    assertThat(looking.frames).containsExactly(Octets.of(sent));
    assertThat(rig.sent.getFirst().where()).isEqualTo("m1/10");
    assertThat(rig.sent.getFirst().frame()).isEqualTo(Octets.of(withTag(frame(4, 2), 10)));
    rig.receive(P2, withTag(frame(2, 4), 10));
    assertThat(looking.frames.getLast().u16(12)).isEqualTo(0x88A8);
    assertThat(rig.sent.getFirst().frame()).isEqualTo(Octets.of(withTag(frame(2, 4), 10)));
  }

  @Test
  void droppedFramesAreSeenWithTheirReasonWhereWanted() {
    VPortPlan shut = rig.apply(plan(3, P2, SHUT, tagged(3, 10)));
    tap(shut, BOTH);
    rig.receive(P2, withTag(frame(3, 1), 10));
    rig.receive(P1, frame(1, 3));
    assertThat(looking.seen).isEmpty();
    assertThat(rig.plane.mirror(shut.id(), ALL, PROBE)).isEmpty();
    tap(shut, ALL);
    assertThat(rig.receive(P2, withTag(frame(3, 1), 10))).containsExactly("m1/10");
    assertThat(rig.receive(P1, frame(1, 3))).containsExactly("m1/10");
    assertThat(looking.seen).containsExactly("from-vm denied 64", "to-vm denied 64");
  }

  @Test
  void nothingIsForwardedToAMirrorPortOrLearnedOnIt() {
    Map<String, String> before = rig.plane.describe();
    int learned = rig.plane.learnedAddresses();
    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactly("f1/10", "p2/10");
    assertThat(rig.receive(PROBE, withTag(frame(9, 1), 10))).isEmpty();
    assertThat(rig.receive(PROBE, frame(9, BROADCAST))).isEmpty();
    assertThat(rig.receive(P1, frame(1, 9))).containsExactly("f1/10");
    assertThat(rig.plane.describe()).isEqualTo(before);
    assertThat(rig.plane.learnedAddresses()).isEqualTo(learned);
    assertThat(rig.plane.apply(plan(5, PROBE, OPEN, untagged(5, 10))).toString())
        .contains("no server port m1");
  }

  @Test
  void anEndedMirrorLeavesNothingBehind() {
    Map<String, String> before = rig.plane.describe();
    mirror(one, ALL);
    tap(one, ALL);
    rig.receive(P1, frame(1, 2));
    assertThat(rig.plane.unmirror(one.id(), PROBE)).isTrue();
    assertThat(rig.plane.unmirror(one.id(), PROBE)).isFalse();
    rig.plane.untap(one.id(), looking);
    looking.seen.clear();
    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("p2/10");
    assertThat(rig.receive(P1, frame(1, BROADCAST))).containsExactly("f1/10", "p2/10");
    assertThat(looking.seen).isEmpty();
    assertThat(rig.plane.mirrors()).isEmpty();
    assertThat(rig.plane.describe()).isEqualTo(before);
  }

  @Test
  void oneOfACrowdSeesItsBroadcasts() {
    for (int i = 100; i < 100 + FloodTable.FEW + 5; i++) {
      rig.apply(plan(i, P2, OPEN, tagged(i, 10)));
    }
    VPortPlan member = plan(103, P2, OPEN, tagged(103, 10));
    tap(member, BOTH);
    mirror(member, BOTH);
    assertThat(rig.receive(FABRIC, withTag(frame(9, BROADCAST), 10)))
        .containsExactlyInAnyOrder("p1", "p2/10", "m1/10");
    rig.receive(P2, withTag(frame(103, BROADCAST), 10));
    assertThat(looking.seen).containsExactly("to-vm 64", "from-vm 64");
  }

  @Test
  void whatIsOnlyReservedGetsNoBroadcastOfACrowd() {
    for (int i = 0; i <= FloodTable.FEW; i++) {
      rig.apply(plan(100 + i, P2, OPEN, tagged(100 + i, 10)));
    }
    VPortPlan waiting = rig.apply(Rig.reserved(plan(99, P2, OPEN, tagged(99, 10))));
    tap(waiting, ALL);
    rig.receive(FABRIC, withTag(frame(9, BROADCAST), 10));
    assertThat(looking.seen).isEmpty();
    rig.apply(plan(99, P2, OPEN, tagged(99, 10)));
    rig.receive(FABRIC, withTag(frame(9, BROADCAST), 10));
    assertThat(looking.seen).containsExactly("to-vm 64");
  }

  @Test
  void aMirrorWaitsForItsVPortWhileWhoLooksIsToldThatItWent() {
    mirror(one, BOTH);
    tap(one, BOTH);
    rig.apply(plan(1, P1, OPEN, untagged(1, 20)));
    assertThat(rig.receive(P1, frame(1, 9))).containsExactly("m1/20", "f1/20");
    assertThat(looking.gone).isFalse();
    rig.plane.remove(one.id());
    assertThat(looking.gone).isTrue();
    looking.seen.clear();
    assertThat(rig.receive(P1, frame(1, 9))).isEmpty();
    rig.apply(one);
    assertThat(rig.receive(P1, frame(1, 2))).containsExactly("m1/10", "p2/10");
    assertThat(looking.seen).isEmpty();
  }

  @Test
  void whatCannotBeMirroredIsSaidInOneSentence() {
    assertThat(rig.plane.mirror(one.id(), BOTH, FABRIC).orElseThrow())
        .isEqualTo("the soft switch has no mirror port f1");
    VPortPlan absent = plan(77, P1, OPEN, untagged(77, 10));
    assertThat(rig.plane.mirror(absent.id(), BOTH, PROBE).orElseThrow()).contains("no vPort");
    for (int i = 0; i < MirrorTable.MAX_TAPS; i++) {
      assertThat(rig.plane.tap(one.id(), BOTH, new Looking())).isEmpty();
    }
    assertThat(rig.plane.tap(one.id(), BOTH, looking).orElseThrow()).contains("copied to 4 places");
    for (int i = 1; i < MirrorTable.MAX_VPORTS; i++) {
      tap(rig.apply(plan(200 + i, P2, OPEN, tagged(200 + i, 10))), BOTH);
    }
    assertThat(rig.plane.tap(two.id(), BOTH, looking).orElseThrow())
        .contains("64 vPorts are mirrored or captured");
  }

  @Test
  void hostileLengthsAreCopiedWholeOrNotAtAll() {
    VPortPlan everybody = rig.apply(plan(6, P2, OPEN, anyAddress(30)));
    mirror(everybody, ALL);
    tap(everybody, ALL);
    SplittableRandom random = new SplittableRandom(7);
    byte[] longest = new byte[SoftSwitchSettings.MAX_FRAME + 8];
    byte[] head = withTag(udp(6, 9, 1, 2, 3, 4, 0), 30);
    for (int round = 0; round < 4_000; round++) {
      System.arraycopy(head, 0, longest, 0, head.length);
      int length = round < 100 ? round : random.nextInt(longest.length + 1);
      for (int flips = random.nextInt(4); flips > 0; flips--) {
        longest[18 + random.nextInt(40)] = (byte) random.nextInt();
      }
      int size = length;
      looking.frames.clear();
      rig.sent.clear();
      rig.plane.receive(
          P2,
          longest,
          size,
          rig.now,
          (out, bytes, octets) -> {
            if (out.equals(PROBE)) {
              assertThat(octets).isEqualTo(size);
              assertThat(Octets.copyOf(bytes, 0, octets))
                  .isEqualTo(Octets.copyOf(longest, 0, size));
            }
          });
      looking.frames.forEach(copy -> assertThat(copy).isEqualTo(Octets.copyOf(longest, 0, size)));
    }
    assertThat(looking.seen).hasSizeGreaterThan(1_000);
  }

  private void mirror(VPortPlan vPort, MirrorTerms which) {
    assertThat(rig.plane.mirror(vPort.id(), which, PROBE)).isEmpty();
  }

  private void tap(VPortPlan vPort, MirrorTerms which) {
    assertThat(rig.plane.tap(vPort.id(), which, looking)).isEmpty();
  }
}
