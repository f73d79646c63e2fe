package org.moorage.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moorage.simulator.LabEvent.Kind;
import org.moorage.simulator.LabOutcome.Verdict;
import org.moorage.simulator.Sentence.Action;
import org.moorage.simulator.Sentence.Claim;
import org.moorage.simulator.Sights.Sight;

/**
 * Works through the script. A line that looks is looked at from the moment everything above it is
 * decided, so the script is read as it is told; its time limit stands whatever came before.
 */
final class LabScript {

  /** A line and how far it is. */
  private final class Step {
    final LabFile.Line line;
    final Duration from;
    final Duration until;
    boolean watched;
    Optional<Verdict> verdict = Optional.empty();

    Step(LabFile.Line line, Duration from, Duration until) {
      this.line = line;
      this.from = from;
      this.until = until;
    }

    boolean isUndecided() {
      return verdict.isEmpty();
    }

    void decide(boolean holds, String seen) {
      if (verdict.isEmpty()) {
        Duration at = world.time().elapsed();
        verdict = Optional.of(new Verdict(line.text(), line.line(), holds, at, seen));
        world.tell(
            "", holds ? Kind.HELD : Kind.BROKEN, line.text() + (holds ? "" : ": but " + seen));
      }
    }
  }

  private final LabWorld world;
  private final Sights sights;
  private final Prober prober;
  private final Function<Action, Optional<String>> deeds;
  private final List<Step> steps = new ArrayList<>();

  /** {@code deeds} does an action; says why where it cannot be done. */
  LabScript(
      List<LabFile.Line> lines,
      LabWorld world,
      Sights sights,
      Prober prober,
      Function<Action, Optional<String>> deeds,
      Map<LabTimer, Duration> timers) {
    this.world = world;
    this.sights = sights;
    this.prober = prober;
    this.deeds = deeds;
    Duration lastAt = Duration.ZERO;
    for (LabFile.Line line : lines) {
      Duration until =
          switch (line.when()) {
            case When.At(Duration time) -> time;
            case When.By(Duration time) -> time;
            case When.Until(Duration time) -> time;
            case When.Within(LabTimer.Span span) -> lastAt.plus(span.resolve(timers));
          };
      lastAt = line.when() instanceof When.At ? until : lastAt;
      steps.add(new Step(line, lastAt, until));
    }
  }

  /** Puts every line on the clock. */
  void begin() {
    for (Step step : steps) {
      Runnable due =
          switch (step.line.sentence()) {
            case Action action -> () -> act(step, action);
            case Claim claim -> () -> limit(step, claim);
            case Sentence.Invariant law -> throw new IllegalStateException("a law in a script");
          };
      world.time().after(step.until, due);
      if (step.from.compareTo(step.until) < 0) {
        world.time().after(step.from, this::look);
      }
    }
  }

  boolean isDone() {
    return steps.stream().noneMatch(Step::isUndecided);
  }

  /** Every line and how far it is. */
  List<LabView.Line> lines() {
    return steps.stream()
        .map(step ->
            step.verdict
                .map(verdict -> line(step, verdict))
                .orElseGet(() ->
                    new LabView.Line(step.line.text(), LabView.Progress.WAITING, step.until, "")))
        .toList();
  }

  private static LabView.Line line(Step step, Verdict verdict) {
    LabView.Progress progress =
        !verdict.holds()
            ? LabView.Progress.BROKEN
            : step.line.action().isPresent() ? LabView.Progress.DONE : LabView.Progress.HELD;
    return new LabView.Line(verdict.text(), progress, verdict.at(), verdict.why());
  }

  List<Verdict> verdicts() {
    return steps.stream()
        .map(step ->
            step.verdict.orElseGet(() ->
                new Verdict(
                    step.line.text(),
                    step.line.line(),
                    false,
                    world.time().elapsed(),
                    "the lab ended before")))
        .toList();
  }

  private void act(Step step, Action action) {
    Optional<String> obstacle = deeds.apply(action);
    if (obstacle.isPresent()) {
      step.decide(false, obstacle.get());
    } else {
      Duration at = world.time().elapsed();
      step.verdict = Optional.of(new Verdict(step.line.text(), step.line.line(), true, at, "done"));
    }
    look();
  }

  /** Something changed: looks at what may be looked at. */
  void look() {
    boolean decided = true;
    while (decided) {
      decided = false;
      for (Step step : steps) {
        if (step.isUndecided()) {
          decided = isOpen(step) && look(step);
          break;
        }
      }
    }
  }

  /** A line that asks at a moment whether a frame gets through is open until the answer came. */
  private boolean isOpen(Step step) {
    if (step.line.when() instanceof When.At) {
      return step.watched
          && step.line.sentence() instanceof Claim.Reaches reaches
          && reaches.arrives();
    }
    return step.from.compareTo(world.time().elapsed()) <= 0;
  }

  /** True when that decided the line. */
  private boolean look(Step step) {
    Claim claim = (Claim) step.line.sentence();
    if (!step.watched) {
      step.watched = true;
      if (claim instanceof Claim.Reaches reaches) {
        prober.begin(reaches, step::isUndecided);
      }
    }
    Sight sight = sights.look(claim);
    boolean until = step.line.when() instanceof When.Until;
    if (sight.holds() != until) {
      step.decide(sight.holds(), sight.seen());
    }
    return !step.isUndecided();
  }

  /** The moment the line names has come. */
  private void limit(Step step, Claim claim) {
    if (!step.isUndecided()) {
      return;
    }
    if (step.line.when() instanceof When.At && claim instanceof Claim.Reaches reaches) {
      prober.begin(reaches, step::isUndecided);
      step.watched = true;
      world.time().after(Prober.PATIENCE, () -> end(step, claim));
      return;
    }
    end(step, claim);
  }

  private void end(Step step, Claim claim) {
    Sight sight = sights.look(claim);
    step.decide(sight.holds(), sight.seen());
    look();
  }
}
