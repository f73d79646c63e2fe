package org.moorage.bench;

import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Frames numbered from 0 on, of one direction: when each was sent and when it arrived where it was
 * meant to, both in {@link System#nanoTime}.
 *
 * <p>Any thread.
 */
final class FrameLog {

  private static final long NEVER = Long.MIN_VALUE;

  private final long[] sentAt;
  private final long[] arrivedAt;
  private int sent;

  /**
   * @param most frames there can be; more are neither sent nor counted
   */
  FrameLog(int most) {
    sentAt = new long[most];
    arrivedAt = new long[most];
    Arrays.fill(arrivedAt, NEVER);
  }

  /** The next one is on its way. */
  synchronized void sent(long at) {
    sentAt[sent++] = at;
  }

  /** One came; a copy of one that has come already changes nothing. */
  synchronized void arrived(int number, long at) {
    if (number >= 0 && number < arrivedAt.length && arrivedAt[number] == NEVER) {
      arrivedAt[number] = at;
    }
  }

  /** Frames sent that have not arrived. */
  synchronized int lost() {
    int lost = 0;
    for (int number = 0; number < sent; number++) {
      lost += arrivedAt[number] == NEVER ? 1 : 0;
    }
    return lost;
  }

  /**
   * The longest time without an arrival, from when the first was sent until the last was: also what
   * never began or never went on is a gap.
   */
  synchronized long longestGap() {
    if (sent == 0) {
      return 0;
    }
    long[] arrivals =
        Arrays.stream(arrivedAt, 0, sent).filter(at -> at != NEVER).sorted().toArray();
    long before = sentAt[0];
    long longest = 0;
    for (long arrival : arrivals) {
      longest = Math.max(longest, arrival - before);
      before = arrival;
    }
    return Math.max(longest, sentAt[sent - 1] - before);
  }

  /** When the first of those that have at least this number arrived. */
  synchronized OptionalLong firstFrom(int number) {
    return Arrays.stream(arrivedAt, Math.min(number, sent), sent).filter(at -> at != NEVER).min();
  }

  /** When the last arrived. */
  synchronized OptionalLong last() {
    return Arrays.stream(arrivedAt, 0, sent).filter(at -> at != NEVER).max();
  }
}
