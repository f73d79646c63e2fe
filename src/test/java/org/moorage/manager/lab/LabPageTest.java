package org.moorage.manager.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How a lab is drawn. */
class LabPageTest {

  private static final LabSnapshot LAB =
      new LabSnapshot(
          "tried",
          "Written by a test.",
          LabSnapshot.Phase.SCRIPT,
          Duration.ofMillis(1_300),
          List.of(),
          List.of(),
          List.of(
              new LabSnapshot.Station("host-a", true, List.of("eth0"), vms(9)),
              new LabSnapshot.Station("host-b", false, List.of("eth0"), List.of())),
          List.of(
              new LabSnapshot.Switch(
                  "leaf-1",
                  true,
                  List.of(
                      new LabSnapshot.Port("p1", false, 1, "ratified"),
                      new LabSnapshot.Port("p2", false, 0, ""),
                      new LabSnapshot.Port("f1", true, 0, ""))),
              new LabSnapshot.Switch(
                  "leaf-2", true, List.of(new LabSnapshot.Port("f1", true, 0, "")))),
          List.of(
              new LabSnapshot.Link("host-a:eth0", "leaf-1:p1", false, false, ""),
              new LabSnapshot.Link("host-b:eth0", "leaf-1:p2", false, true, "loss 1%"),
              new LabSnapshot.Link("leaf-1:f1", "leaf-2:f1", true, false, "")),
          List.of(),
          List.of());

  private static List<LabSnapshot.Machine> vms(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number ->
            new LabSnapshot.Machine(
                "vm-" + number, "web-server/2", LabSnapshot.Connection.RUNNING, "", ""))
        .toList();
  }

  @Test
  void everyNodeIsInsideTheDrawingAndNoneCoversAnother() {
    LabMap map = LabMap.of(LAB);
    assertThat(map.boxes()).hasSize(4);
    for (LabMap.Box box : map.boxes()) {
      assertThat(box.x()).isNotNegative();
      assertThat(box.x() + box.width()).isLessThanOrEqualTo(map.width());
      assertThat(box.y() + box.height()).isLessThanOrEqualTo(map.height());
      assertThat(map.boxes().stream().filter(other -> overlap(box, other))).containsExactly(box);
    }
  }

  private static boolean overlap(LabMap.Box a, LabMap.Box b) {
    return a.x() < b.x() + b.width()
        && b.x() < a.x() + a.width()
        && a.y() < b.y() + b.height()
        && b.y() < a.y() + a.height();
  }

  @Test
  void theButtonOfALinkCutsItOrMendsIt() {
    assertThat(LabMap.of(LAB).wires())
        .extracting(LabMap.Wire::sentence)
        .containsExactly(
            "link host-a:eth0 is cut", "link host-b:eth0 is mended", "link leaf-1:f1 is cut");
  }

  @Test
  void aCrowdedStationShowsTheFirstAndCountsTheRest() {
    List<LabMap.Text> lines = LabMap.of(LAB).boxes().getFirst().lines();
    assertThat(lines).hasSize(7);
    assertThat(lines.getLast().text()).isEqualTo("+ 3");
    assertThat(LabMap.of(LAB).boxes().get(1).state()).isEqualTo("refused");
  }

  @Test
  void theClockGoesOnThoughNothingHappens() {
    assertThat(LAB.clock()).isEqualTo("1.3 s");
    assertThat(LAB.at(Duration.ofSeconds(60)).clock()).isEqualTo("60.0 s");
  }
}
