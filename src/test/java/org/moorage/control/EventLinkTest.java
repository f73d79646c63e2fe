package org.moorage.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.moorage.control.EventIntake.Verdict;
import org.moorage.control.EventNumbering.Numbered;

class EventLinkTest {

  private static final UUID EDGE = new UUID(7, 7);

  private final EventNumbering<String> numbering =
      new EventNumbering<>(EDGE, 1, text -> text.charAt(0), 4);
  private final EventIntake intake = new EventIntake();

  @Test
  void eventsAreNumberedFromOneWithoutGaps() {
    assertThat(numbering.add("a1").number()).isEqualTo(new EventNumber(EDGE, 1, 1));
    assertThat(numbering.add("b1").number()).isEqualTo(new EventNumber(EDGE, 1, 2));
  }

  @Test
  void anEventDeliveredTwiceIsTakenOnce() {
    Numbered<String> event = numbering.add("a1");
    assertThat(intake.take(event)).isEqualTo(Verdict.FRESH);
    assertThat(intake.take(event)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void aLostEventIsNoticedAndSendingResumesAfterTheLastTaken() {
    intake.take(numbering.add("a1"));
    numbering.add("a2");
    assertThat(intake.take(numbering.add("a3"))).isEqualTo(Verdict.GAP);
    numbering.acknowledged(intake.lastTaken(EDGE).orElseThrow());
    List<Numbered<String>> again = numbering.unacknowledged(10);
    assertThat(again).extracting(Numbered::event).containsExactly("a2", "a3");
    assertThat(again).allMatch(event -> intake.take(event) == Verdict.FRESH);
  }

  @Test
  void aNewEpochStartsOverAndTheOldOneIsPast() {
    Numbered<String> old = numbering.add("a1");
    intake.take(old);
    EventNumbering<String> restarted = new EventNumbering<>(EDGE, 2, text -> text.charAt(0), 4);
    assertThat(intake.take(restarted.add("a1"))).isEqualTo(Verdict.FRESH);
    assertThat(intake.take(old)).isEqualTo(Verdict.DUPLICATE);
  }

  @Test
  void anAcknowledgementOfAnotherEpochAcknowledgesNothing() {
    numbering.add("a1");
    numbering.acknowledged(new EventNumber(EDGE, 9, 5));
    assertThat(numbering.unacknowledged(10)).hasSize(1);
  }

  @Test
  void aFullBacklogKeepsTheNewestOfEachSubjectAndTheGapIsTold() {
    for (String event : List.of("a1", "b1", "a2", "a3", "c1")) {
      numbering.add(event);
    }
    List<Numbered<String>> kept = numbering.unacknowledged(10);
    assertThat(kept).extracting(Numbered::event).containsExactly("b1", "a3", "c1");
    assertThat(numbering.givenUp()).isEqualTo(2);
    assertThat(kept).allMatch(event -> intake.take(event) == Verdict.FRESH);
  }

  @Test
  void aBacklogFullOfDifferentSubjectsGivesUpTheOldest() {
    for (String event : List.of("a", "b", "c", "d", "e", "f")) {
      numbering.add(event);
    }
    assertThat(numbering.unacknowledged(10))
        .extracting(Numbered::event)
        .containsExactly("c", "d", "e", "f");
  }
}
