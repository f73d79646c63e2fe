package org.moorage.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.moorage.agentlink.CaptureReport;
import org.moorage.agentlink.CaptureTerms;
import org.moorage.dataplane.DropReason;
import org.moorage.dataplane.MirrorTerms;
import org.moorage.dataplane.NoDataPlane;
import org.moorage.dataplane.RecordingDataPlane;
import org.moorage.dataplane.RecordingMirrors;
import org.moorage.edge.EdgeName;
import org.moorage.edge.PortName;
import org.moorage.edge.Separation;
import org.moorage.edge.Standing;
import org.moorage.edge.VPortId;
import org.moorage.edge.VPortMatch;
import org.moorage.edge.VPortPlan;
import org.moorage.edge.VPortTerms;
import org.moorage.profile.Guard;
import org.moorage.profile.Marking;
import org.moorage.profile.Rates;
import org.moorage.profile.rules.RuleSet;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureReader;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.VlanId;
import org.moorage.protocol.vdp.VsiId;

/** Captures begin, are bounded, end, and say what is in them. */
class CapturesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final byte[] FRAME = new byte[100];
  private static final VPortMatch MATCH =
      new VPortMatch(
          Optional.of(MacAddress.parse("02:00:00:00:00:01")),
          new VlanId(10),
          true,
          new VlanId(10),
          new VlanId(10));
  private static final VPortTerms TERMS =
      new VPortTerms(
          "test/1",
          Standing.KNOWN,
          new RuleSet(List.of(), List.of()),
          Rates.UNLIMITED,
          Marking.NONE,
          Guard.PLAIN,
          false);

  private final RecordingDataPlane plane = new RecordingDataPlane();
  private final VPortId vPort = program(1);
  private volatile Instant now = START;
  private final Captures captures = new Captures(plane, () -> now);

  @BeforeEach
  void fill() {
    for (int i = 0; i < FRAME.length; i++) {
      FRAME[i] = (byte) i;
    }
  }

  @AfterEach
  void close() {
    captures.close();
  }

  @Test
  void aCaptureHasTheFramesOfItsVPortWithTimeDirectionAndReason() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 100));
    pass(true, null, 5);
    pass(false, DropReason.DENIED, 7);
    plane.mirrors().pass(program(2), true, null, FRAME);
    capture.stop();
    assertThat(frames(capture))
        .containsExactly(
            new CapturedFrame(START.plusNanos(5), Octets.of(FRAME)),
            new CapturedFrame(START.plusNanos(7), Octets.of(FRAME)));
    assertThat(new String(octets(capture), StandardCharsets.ISO_8859_1))
        .contains("vPort " + vPort, "from the VM", "to the VM, dropped: denied (a rule of")
        .contains("0 frames came too fast");
    assertThat(capture.report())
        .isEqualTo(
            new CaptureReport(
                "1", vPort.toString(), "done", 2, capture.size(), 0, 0, "stopped", null));
    assertThat(plane.mirrors().taps()).isZero();
  }

  @Test
  void itEndsAtItsFrames() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 3));
    for (int i = 0; i < 10; i++) {
      pass(true, null, i);
    }
    assertThat(frames(capture)).hasSize(3);
    assertThat(capture.report().ended()).isEqualTo("frames");
  }

  @Test
  void itEndsWhenItsTimeIsOverAndSaysHowLongItRuns() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 3));
    now = START.plusMillis(48_500);
    assertThat(capture.report().state()).isEqualTo("running");
    assertThat(capture.report().secondsLeft()).isEqualTo(12);
    now = START.plusSeconds(60);
    assertThat(frames(capture)).isEmpty();
    assertThat(capture.report().ended()).isEqualTo("time");
    assertThat(capture.report().secondsLeft()).isZero();
  }

  @Test
  void itsFileNeverHasMoreOctetsThanItMay() throws Exception {
    int most = CaptureTerms.MIN_OCTETS;
    Capture capture =
        captures.start(
            vPort,
            new CaptureTerms(CaptureTerms.BOTH, true, 60, 1_000, most, CaptureTerms.WHOLE_FRAMES));
    for (int i = 0; i < 1_000; i++) {
      plane.mirrors().pass(vPort, true, null, new byte[1_000 + i % 7]);
    }
    int written = frames(capture).size();
    assertThat(written).isBetween(50, 64);
    assertThat(octets(capture).length).isBetween(most - 3_500, most);
    assertThat(capture.report().ended()).isEqualTo("octets");
  }

  @Test
  void aFrameIsCutToTheSnapshotAndKeepsItsLength() throws Exception {
    Capture capture =
        captures.start(
            vPort, new CaptureTerms(CaptureTerms.TO_VM, false, 60, 9, CaptureTerms.MAX_OCTETS, 96));
    pass(true, null, 1);
    pass(false, DropReason.DENIED, 2);
    pass(false, null, 3);
    capture.stop();
    assertThat(frames(capture))
        .containsExactly(
            new CapturedFrame(START.plusNanos(3), Octets.copyOf(FRAME, 0, 96), FRAME.length));
  }

  @Test
  void whatComesTooFastIsCountedAndNobodyWaits() throws Exception {
    Capture capture = new Capture("x", vPort, terms(60, CaptureTerms.MAX_FRAMES), () -> now);
    int most = Capture.MAX_WAITING;
    for (int i = 0; i < most + 50; i++) {
      capture.mirrored(true, null, FRAME, FRAME.length);
    }
    byte[] large = new byte[9_000];
    Capture ofLarge = new Capture("y", vPort, terms(60, CaptureTerms.MAX_FRAMES), () -> now);
    for (int i = 0; i < most; i++) {
      ofLarge.mirrored(true, null, large, large.length);
    }
    assertThat(capture.report().missing()).isEqualTo(50);
    assertThat(ofLarge.report().missing())
        .isEqualTo(most - Capture.MAX_WAITING_OCTETS / large.length);
    capture.stop();
    capture.start(() -> {});
    assertThat(frames(capture)).hasSize(most);
    assertThat(new String(octets(capture), StandardCharsets.ISO_8859_1))
        .contains("50 frames came too fast and are not here");
  }

  @Test
  void itEndsWithItsVPort() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 3));
    pass(true, null, 1);
    plane.mirrors().gone(vPort);
    assertThat(frames(capture)).hasSize(1);
    assertThat(capture.report().ended()).isEqualTo("vport-gone");
  }

  @Test
  void fourRunAtOnceAndThoseThatEndedMakeRoomOldestFirst() throws Exception {
    List<Capture> running = new ArrayList<>();
    for (int i = 0; i < Captures.MAX_RUNNING; i++) {
      running.add(captures.start(vPort, terms(60, 3)));
    }
    assertThat(refusal(vPort).kind()).isEqualTo(CaptureRefusal.Kind.NOT_NOW);
    assertThat(refusal(vPort).sentence()).startsWith("4 captures run, the most at once");
    running.removeLast();
    for (int i = 0; i < Captures.MAX_KEPT; i++) {
      captures.all().getLast().stop();
      await(captures.all().getLast());
      captures.start(vPort, terms(60, 3));
    }
    assertThat(captures.all()).hasSizeLessThanOrEqualTo(Captures.MAX_KEPT).containsAll(running);
  }

  @Test
  void aCaptureNobodyFetchesIsForgotten() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 3));
    capture.stop();
    await(capture);
    now = START.plusSeconds(59).plus(Captures.KEPT);
    assertThat(captures.find("1")).contains(capture);
    now = now.plusSeconds(2);
    assertThat(captures.find("1")).isEmpty();
    assertThat(captures.of(vPort)).isEmpty();
  }

  @Test
  void aRemovedCaptureLooksNoMore() throws Exception {
    Capture capture = captures.start(vPort, terms(60, 3));
    captures.remove("1");
    await(capture);
    assertThat(captures.find("1")).isEmpty();
    assertThat(plane.mirrors().taps()).isZero();
  }

  @Test
  void whatCannotBeCapturedIsSaid() {
    VPortId absent = new VPortId(new UUID(0, 9));
    assertThat(refusal(absent).kind()).isEqualTo(CaptureRefusal.Kind.NOT_FOUND);
    assertThat(refusal(absent).sentence()).contains("moorage vport list");
    plane.mirrors().refuseWith("nothing works today");
    assertThat(refusal(vPort).sentence()).isEqualTo("nothing works today");
    try (Captures none = new Captures(new NoDataPlane(), () -> now)) {
      assertThat(
              catchThrowableOfType(
                      CaptureRefusal.class, () -> none.start(vPort, CaptureTerms.USUAL))
                  .sentence())
          .contains("--dataplane soft");
      assertThat(none.mirrors()).isEmpty();
    }
  }

  @Test
  void mirrorsAreThoseOfTheDataPlane() throws Exception {
    MirrorTerms both = new MirrorTerms(true, true, false);
    captures.mirror(vPort, both, RecordingMirrors.PROBE);
    assertThat(captures.mirrors()).hasSize(1);
    assertThat(
            catchThrowableOfType(
                    CaptureRefusal.class, () -> captures.mirror(vPort, both, new PortName("eth0")))
                .sentence())
        .isEqualTo("eth0 is not a mirror port of this agent; its mirror ports are m1");
    captures.unmirror(vPort, RecordingMirrors.PROBE);
    assertThat(
            catchThrowableOfType(
                    CaptureRefusal.class, () -> captures.unmirror(vPort, RecordingMirrors.PROBE))
                .kind())
        .isEqualTo(CaptureRefusal.Kind.NOT_FOUND);
  }

  private CaptureRefusal refusal(VPortId of) {
    return Optional.ofNullable(
            catchThrowableOfType(
                CaptureRefusal.class, () -> captures.start(of, CaptureTerms.USUAL)))
        .orElseThrow();
  }

  private void pass(boolean fromVm, @Nullable DropReason dropped, long nanos) {
    now = START.plusNanos(nanos);
    plane.mirrors().pass(vPort, fromVm, dropped, FRAME);
  }

  private VPortId program(int number) {
    VsiId vsi = VsiId.of(new UUID(0, number));
    PortName port = new PortName("p1");
    VPortId id = VPortId.of(new EdgeName("leaf-1"), port, vsi);
    plane.apply(new VPortPlan(id, port, vsi, Separation.FILTER, true, List.of(MATCH), TERMS));
    return id;
  }

  private static CaptureTerms terms(int seconds, int frames) {
    return new CaptureTerms(
        CaptureTerms.BOTH,
        true,
        seconds,
        frames,
        CaptureTerms.MAX_OCTETS,
        CaptureTerms.WHOLE_FRAMES);
  }

  private static void await(Capture capture) throws Exception {
    capture.whole().get(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS);
  }

  private static byte[] octets(Capture capture) throws Exception {
    await(capture);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    capture.copyTo(out);
    return out.toByteArray();
  }

  private static List<CapturedFrame> frames(Capture capture) throws Exception {
    CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(octets(capture))).orThrow();
    List<CapturedFrame> frames = new ArrayList<>();
    for (var next = reader.next(); next.isPresent(); next = reader.next()) {
      frames.add(next.get());
    }
    assertThat(reader.problem()).isEmpty();
    return frames;
  }
}
