package org.moorage.agent.link;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.moorage.protocol.Octets;

/**
 * An event that a manager has not yet said it keeps.
 *
 * @param gapBefore true where events before this one were given up
 * @param atMicros when it happened, microseconds since 1970 by the edge's clock
 * @param subject of several events about the same subject the newest tells the state
 * @param json the event as it goes over the link
 */
record SpooledEvent(
    long epoch, long sequence, boolean gapBefore, long atMicros, String subject, Octets json) {

  /** What an event takes beside its text. */
  private static final int OVERHEAD = 128;

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  /** How long ago it happened; never negative. */
  long ageMillis(Instant now) {
    return Math.max(0, Duration.ofNanos(1_000 * (micros(now) - atMicros)).toMillis());
  }

  int size() {
    return OVERHEAD + 2 * subject.length() + json.size();
  }

  SpooledEvent with(boolean gap, Octets otherJson) {
    return new SpooledEvent(epoch, sequence, gap, atMicros, subject, otherJson);
  }
}
