package org.moorage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lab somebody watches and takes part in. */
class LivingLabTest {

  private final Lab lab =
      new Lab(
          Labs.twoHosts(List.of(TriedWords.STARTS, "by 1s: vm-1 is associated"), List.of()),
          Labs.profiles(),
          1,
          event -> {});

  @Test
  void itGoesOnWhenItsScriptIsOver() {
    lab.passTo(Duration.ofSeconds(2));
    assertThat(lab.isOver()).isTrue();
    assertThat(lab.next()).isEmpty();
    assertThat(lab.nextAnyway()).isPresent();
    lab.passTo(Duration.ofMinutes(2));
    assertThat(lab.elapsed()).isEqualTo(Duration.ofMinutes(2));
    assertThat(whereabouts("vm-1")).contains("associated on leaf-1:p1 as web-server/2");
  }

  @Test
  void whatIsSaidIsDoneAtThatMoment() {
    lab.passTo(Duration.ofSeconds(2));
    assertThat(lab.say("vm-1 moves to host-b")).isEmpty();
    lab.passTo(Duration.ofSeconds(6));
    assertThat(whereabouts("vm-1")).contains("associated on leaf-2:p1");
    assertThat(lab.say("host-a starts vm-9 as database/1 (vid 110)")).isEmpty();
    assertThat(lab.say("link host-b:eth0 is cut")).isEmpty();
    lab.passTo(Duration.ofSeconds(8));
    assertThat(whereabouts("vm-9")).contains("database/1, VLAN 110");
    assertThat(lab.view().links()).filteredOn(LabView.Link::cut).hasSize(1);
    lab.passTo(Duration.ofSeconds(30));
    assertThat(whereabouts("vm-1")).contains("held nowhere");
  }

  @Test
  void whatCannotBeIsSaidAndLeavesNothingBehind() {
    lab.passTo(Duration.ofSeconds(2));
    assertThat(lab.say("vm-1 moved to host-b"))
        .hasValueSatisfying(said -> assertThat(said).contains("did you mean \"moves\"?"));
    assertThat(lab.say("host-a starts vm-7 as no-such/1"))
        .hasValueSatisfying(said -> assertThat(said).contains("no VSI type is called \"no-such\""));
    assertThat(lab.say("vm-7 moves to host-b"))
        .hasValueSatisfying(said -> assertThat(said).contains("\"vm-7\" is not a VM"));
    assertThat(lab.say("host-a starts vm-7"))
        .hasValueSatisfying(said -> assertThat(said).contains("has no type yet"));
    assertThat(lab.say("vm-1 is associated")).isPresent();
    assertThat(lab.say("manager goes away"))
        .hasValueSatisfying(said -> assertThat(said).contains("does not speak of its manager"));
    assertThat(lab.say("x".repeat(501))).isPresent();
    assertThat(lab.view().stations().getFirst().vms()).hasSize(1);
  }

  @Test
  void theViewTellsHowFarEachLineIs() {
    assertThat(lab.view().script())
        .extracting(LabView.Line::progress)
        .containsExactly(LabView.Progress.WAITING, LabView.Progress.WAITING);
    lab.passTo(Duration.ofSeconds(2));
    LabView view = lab.view();
    assertThat(view.script())
        .extracting(LabView.Line::progress)
        .containsExactly(LabView.Progress.DONE, LabView.Progress.HELD);
    assertThat(view.switches().getFirst().ports().getFirst().vPorts()).isEqualTo(1);
    assertThat(view.switches().getFirst().ports().getFirst().speaks()).contains("ratified");
  }

  @Test
  void endedItIsSilent() {
    lab.passTo(Duration.ofSeconds(2));
    lab.end();
    assertThat(lab.view().switches()).noneMatch(LabView.Switch::running);
  }

  private String whereabouts(String vm) {
    return lab.view().stations().stream()
        .flatMap(station -> station.vms().stream())
        .filter(machine -> machine.name().equals(vm))
        .map(LabView.Machine::whereabouts)
        .findFirst()
        .orElse("");
  }
}
