package org.moorage.frameport;

import java.time.Duration;

/**
 * What a {@link Wire} does to frames, the same in both directions.
 *
 * @param loss part of the frames that never arrive, 0..1
 * @param delay time every frame takes, 0..{@link #MAX_DELAY}
 * @param jitter additional time, evenly spread over 0..jitter; alone it never changes the order
 * @param duplication part of the frames that arrive twice, 0..1
 * @param reordering part of the frames that are held back by {@link #HOLD_BACK} so that later ones
 *     overtake them, 0..1
 */
public record WireConditions(
    double loss, Duration delay, Duration jitter, double duplication, double reordering) {

  /** Longer than any path between a station and its bridge. */
  public static final Duration MAX_DELAY = Duration.ofSeconds(10);

  /** Long enough that a frame sent right behind passes, short beside every protocol timer. */
  public static final Duration HOLD_BACK = Duration.ofMillis(5);

  /** Nothing lost, no time taken. */
  public static final WireConditions PERFECT =
      new WireConditions(0, Duration.ZERO, Duration.ZERO, 0, 0);

  public WireConditions {
    part("loss", loss);
    part("duplication", duplication);
    part("reordering", reordering);
    time("delay", delay);
    time("jitter", jitter);
  }

  public WireConditions withLoss(double part) {
    return new WireConditions(part, delay, jitter, duplication, reordering);
  }

  public WireConditions withDelay(Duration time) {
    return new WireConditions(loss, time, jitter, duplication, reordering);
  }

  public WireConditions withJitter(Duration time) {
    return new WireConditions(loss, delay, time, duplication, reordering);
  }

  public WireConditions withDuplication(double part) {
    return new WireConditions(loss, delay, jitter, part, reordering);
  }

  public WireConditions withReordering(double part) {
    return new WireConditions(loss, delay, jitter, duplication, part);
  }

  private static void part(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " " + value + " is outside 0..1");
    }
  }

  private static void time(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(name + " " + value + " is outside 0.." + MAX_DELAY);
    }
  }
}
