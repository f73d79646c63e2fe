package org.moorage.manager.association;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VsiTimelineTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant NOW = START.plusSeconds(1_000);

  @Test
  void aMoveIsTwoStaysOnTwoLanes() {
    VsiTimeline line =
        VsiTimeline.of(
            List.of(
                event(0, "granted", "leaf-1", "associated"),
                event(500, "granted", "leaf-2", "pre-associated"),
                event(510, "granted", "leaf-2", "associated"),
                event(511, "released", "leaf-1", null)),
            List.of(),
            NOW);
    assertThat(line.lanes())
        .extracting(VsiTimeline.Lane::home)
        .containsExactly("leaf-1:eth1", "leaf-2:eth1");
    assertThat(line.stays())
        .extracting(VsiTimeline.Stay::state)
        .containsExactly("associated", "pre-associated", "associated");
    assertThat(line.stays().getLast().until()).isNull();
    assertThat(line.lanes().getFirst().bars().getFirst().width()).isBetween(505L, 515L);
  }

  @Test
  void theSameGrantedAgainIsOneStay() {
    VsiTimeline line =
        VsiTimeline.of(
            List.of(
                event(0, "granted", "leaf-1", "associated"),
                event(10, "restored", "leaf-1", "associated"),
                event(20, "granted", "leaf-1", "associated")),
            List.of(),
            NOW);
    assertThat(line.stays()).hasSize(1);
  }

  @Test
  void aRefusalIsAMarkAndWhatWasNeverGrantedIsNotReleased() {
    VsiTimeline line =
        VsiTimeline.of(
            List.of(event(0, "refused", "leaf-1", "refused"), event(1, "released", "leaf-9", null)),
            List.of(),
            NOW);
    assertThat(line.stays()).singleElement().matches(VsiTimeline.Stay::refused);
  }

  @Test
  void withoutAnythingThereIsNothingToDraw() {
    VsiTimeline line = VsiTimeline.of(List.of(), List.of(), NOW);
    assertThat(line.lanes()).isEmpty();
    assertThat(line.height()).isZero();
  }

  @Test
  void everyBarStaysInsideTheDrawingAndCanBeSeen() {
    VsiTimeline line =
        VsiTimeline.of(
            List.of(
                event(0, "granted", "leaf-1", "associated"),
                event(999, "granted", "leaf-2", "associated"),
                event(999, "released", "leaf-2", null)),
            List.of(),
            NOW);
    assertThat(line.lanes())
        .flatExtracting(VsiTimeline.Lane::bars)
        .allSatisfy(bar -> {
          assertThat(bar.width()).isGreaterThanOrEqualTo(4);
          assertThat(bar.x()).isBetween(0L, (long) VsiTimeline.WIDTH);
        });
  }

  @Test
  void percentilesAreOfWhatIsThere() {
    Durations durations = Durations.of(List.of(5L, 1L, 4L, 2L, 3L));
    assertThat(durations.percentile(50)).isEqualTo(3);
    assertThat(durations.percentile(99)).isEqualTo(5);
    assertThat(Durations.of(List.of()).percentile(50)).isNull();
    assertThat(Durations.of(List.of()).histogram(Long::toString)).isEmpty();
    assertThat(durations.histogram(Long::toString).getFirst().count()).isEqualTo(5);
  }

  @Test
  void octetsThatAreNoTlvAreToldAsFarAsTheyGo() {
    assertThat(OctetWords.explain("")).isEmpty();
    assertThat(OctetWords.explain("xyz")).isEmpty();
    assertThat(OctetWords.explain("0623")).isNotEmpty();
    assertThat(OctetWords.explain("ff")).isNotNull();
    assertThat(OctetWords.explain("fe04001b3f02")).isNotNull();
  }

  private static VsiStory.Event event(
      int second, String kind, String edge, @Nullable String state) {
    return new VsiStory.Event(
        START.plusSeconds(second), kind, edge, "eth1", state, 2, "web-server", kind, "");
  }
}
