package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The labs the product brings along are its scenario tests: each with several seeds. */
class LabsTest {

  /** The command runs a hundred: {@code moorage lab --seeds 100 all}. */
  private static final int SEEDS = 5;

  @TestFactory
  Stream<DynamicTest> everyLabHolds() throws IOException {
    try (LabLibrary library = LabLibrary.open()) {
      return library.names().stream()
          .flatMap(name ->
              LongStream.rangeClosed(1, SEEDS)
                  .mapToObj(seed -> dynamicTest(name + ", seed " + seed, () -> holds(name, seed))));
    }
  }

  private static void holds(String name, long seed) throws IOException {
    LabOutcome outcome = Labs.run(Labs.named(name), seed);
    assertThat(outcome.broken()).as(outcome.replay(name)).isEmpty();
  }

  @Test
  void aLabIsCalledAsItsFileIs() throws IOException {
    try (LabLibrary library = LabLibrary.open()) {
      for (String name : library.names()) {
        assertThat(Labs.named(name).name()).isEqualTo(name);
      }
      assertThat(library.names())
          .contains(
              "hello", "migration", "lossy-uplink", "host-dies", "duplicate-vsi", "boot-storm");
    }
  }

  @Test
  void theSameSeedIsTheSameRun() throws IOException {
    for (String name : List.of("migration", "lossy-uplink", "draft-station")) {
      LabFile lab = Labs.named(name);
      LabOutcome first = Labs.run(lab, 7);
      assertThat(Labs.run(lab, 7)).isEqualTo(first);
      assertThat(Labs.run(lab, 8).hash()).isNotEqualTo(first.hash());
    }
  }

  @Test
  void theReportSaysHowLongItReallyWasTwice() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 100)",
                "at 3s: manager goes away",
                "at 4s: link leaf-1:p1 turns (delay 5 ms)",
                "at 5s: vm-1 moves to host-b",
                "by 30s: vm-1 is associated on leaf-2:p1",
                "by 30s: leaf-1:p1 has no vPort"),
            List.of("no VSI is associated twice for longer than 3s"));
    LabOutcome outcome = Labs.run(lab, 1);
    assertThat(outcome.broken()).isEmpty();
    // The old host waits for the switch to let go, then asks it to: a frame that is 5 ms on its
    // way.
    assertThat(outcome.always().getFirst().why())
        .matches("looked at \\d+ times, at most for 1\\.805\\d s");
  }

  @Test
  void aSwitchBetweenLearnsWhereASilentVmWent() {
    String lab =
        """
        name: tried
        about: Written by a test.
        stations: { host-a: [eth0], host-b: [eth0], host-c: [eth0] }
        switches: { leaf-1: [p1], leaf-2: [p1], spine: [p1] }
        fabric: [ leaf-1:f1 - spine:f1, leaf-2:f1 - spine:f2 ]
        links: [ host-a:eth0 - leaf-1:p1, host-b:eth0 - leaf-2:p1, host-c:eth0 - spine:p1 ]
        script:
          - at 0s: host-a starts vm-1 as web-server/2 (vid 100)
          - at 0s: host-c starts vm-3 as web-server/2 (vid 100)
          - by 3s: vm-3 reaches vm-1
          - at 5s: vm-1 moves to host-b
          - by 8s: vm-1 is associated on leaf-2:p1
          - by 8s: vm-3 reaches vm-1
        """;
    LabOutcome outcome = Labs.run(Labs.read(LabReader.read("tried.yaml", lab)), 1);
    assertThat(outcome.broken()).isEmpty();
    List<LabOutcome.Verdict> last = outcome.script().reversed();
    // Without the announcement the first frame goes to the old place, and the next is 200 ms later.
    assertThat(last.get(0).at().minus(last.get(1).at())).isLessThan(Duration.ofMillis(10));
  }

  @Test
  void aMoveThatFindsNoPlaceLeavesTheVmWhereItIs() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 100)",
                "at 1s: link leaf-2:p1 turns (loss 100%)",
                "at 2s: vm-1 moves to host-b",
                "by 30s: vm-1 is associated on leaf-1:p1",
                "until 60s: vm-1 runs on host-a"),
            List.of("no VSI is associated twice"));
    List<String> story = new ArrayList<>();
    LabOutcome outcome = new Lab(lab, Labs.profiles(), 1, event -> story.add(event.text())).run();
    assertThat(outcome.broken()).isEmpty();
    assertThat(story).anyMatch(line -> line.startsWith("vm-1 cannot move here: "));
  }

  @Test
  void aVmMayMoveBackBeforeItsOldHostHasLetGo() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 100)",
                "at 2s: vm-1 moves to host-b",
                "by 3s: vm-1 runs on host-b",
                "at 3s: vm-1 moves to host-a",
                "by 5s: vm-1 runs on host-a",
                "until 30s: vm-1 is associated on leaf-1:p1",
                "at 30s: leaf-2 has no vPort"),
            List.of("no VSI is associated twice for longer than 100ms"));
    assertThat(Labs.run(lab, 1).broken()).isEmpty();
  }

  @Test
  void aStationThatGetsNoAnswerAsksAgain() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: link host-a:eth0 turns (loss 100%)",
                "at 1s: host-a starts vm-1 as web-server/2 (vid 100)",
                "at 40s: vm-1 is not associated",
                "at 40s: link host-a:eth0 turns (loss 0%)",
                "within response + 2s: vm-1 is associated"),
            List.of());
    assertThat(Labs.run(lab, 1).broken()).isEmpty();
  }

  @Test
  void aGroupOfOneTenantSharesAVlanAndAnotherDoesNot() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as tenant/1 (vid 0, group 5000)",
                "at 0s: host-a starts vm-2 as tenant/1 (vid 0, group 5000)",
                "at 0s: host-a starts vm-3 as tenant/1 (vid 0, group 6000)",
                "by 2s: all VMs are associated",
                "by 3s: vm-1 reaches vm-2",
                "at 4s: vm-1 does not reach vm-3"),
            List.of("no frame reaches a VM of another VLAN"));
    assertThat(Labs.run(lab, 1).broken()).isEmpty();
  }

  @Test
  void aFailureNamesTheLineWhatWasSeenAndHowToSeeItAgain() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 100)",
                "by 2s: vm-1 is associated on leaf-2:p1"),
            List.of());
    LabOutcome outcome = Labs.run(lab, 3);
    assertThat(outcome.holds()).isFalse();
    LabOutcome.Verdict broken = outcome.broken().getFirst();
    assertThat(broken.line()).isEqualTo(11);
    assertThat(broken.at()).hasSeconds(2);
    assertThat(broken.why()).startsWith("vm-1 is associated on leaf-1:p1 as web-server/2");
    assertThat(outcome.replay("my.yaml")).isEqualTo("./moorage lab --headless --seed 3 my.yaml");
    assertThat(outcome.tail()).isNotEmpty();
  }

  @Test
  void aDefectAnAgentCaughtBreaksTheLab() {
    LabFile lab =
        Labs.twoHosts(
            List.of(
                "at 0s: host-a starts vm-1 as web-server/2 (vid 100)",
                "at 2s: vm-1 is not associated"),
            List.of());
    LabOutcome outcome = Labs.run(lab, 1, BrokenSwitches::throwing);
    assertThat(outcome.broken())
        .extracting(LabOutcome.Verdict::text)
        .contains("no agent has a defect");
  }

  @Test
  void aTypeNobodyKnowsByNameIsAMistakeAndByNumberIsNot() {
    LabFile named =
        Labs.twoHosts(List.of("at 0s: host-a starts vm-1 as web-servr/2 (vid 100)"), List.of());
    assertThat(Lab.check(named, Labs.profiles()))
        .singleElement()
        .hasToString(
            "tried.yaml:10: no profile is called \"web-servr\"; did you mean \"web-server\"?");
    LabFile numbered =
        Labs.twoHosts(List.of("at 0s: host-a starts vm-1 as 99/2 (vid 100)"), List.of());
    assertThat(Lab.check(numbered, Labs.profiles())).isEmpty();
    LabFile untyped = Labs.twoHosts(List.of("at 0s: host-a starts vm-1 (vid 100)"), List.of());
    assertThat(Lab.check(untyped, Labs.profiles()))
        .singleElement()
        .hasToString(
            "tried.yaml:10: vm-1 has no type yet; write \"as web-server/2\" behind its name");
  }
}
