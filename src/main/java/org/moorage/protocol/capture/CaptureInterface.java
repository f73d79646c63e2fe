package org.moorage.protocol.capture;

import java.time.Instant;
import java.util.Optional;

/**
 * What a pcapng file says about an interface.
 *
 * @param linkType by the registry of tcpdump.org
 * @param snapshot most octets kept of a frame; 0 = all
 */
record CaptureInterface(int linkType, long snapshot, Clock clock) {

  /**
   * How its times are counted.
   *
   * @param resolution option if_tsresol: 10^-n seconds, or 2^-n where the highest bit is set
   * @param offset option if_tsoffset: seconds to add
   */
  record Clock(int resolution, long offset) {

    private static final long NANOS = 1_000_000_000L;

    /** The year 9999: beyond it a time is damage, not a time. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** The time of a count of units since 1970; empty when it is out of all reason. */
    Optional<Instant> at(long units) {
      boolean binary = (resolution & 0x80) != 0;
      int exponent = resolution & 0x7F;
      if (exponent > (binary ? 62 : 18)) {
        return Optional.empty();
      }
      long perSecond = binary ? 1L << exponent : power(exponent);
      long seconds = Long.divideUnsigned(units, perSecond);
      long rest = Long.remainderUnsigned(units, perSecond);
      long nanos = binary ? binaryNanos(rest, exponent) : decimalNanos(rest, perSecond);
      if (seconds < 0 || seconds > MAX_SECONDS || Math.abs(offset) > MAX_SECONDS) {
        return Optional.empty();
      }
      return Optional.of(Instant.ofEpochSecond(seconds + offset, nanos));
    }

    private static long decimalNanos(long rest, long perSecond) {
      return perSecond <= NANOS ? rest * (NANOS / perSecond) : rest / (perSecond / NANOS);
    }

    /** With 33 bits of fraction the product still fits a long. */
    private static long binaryNanos(long rest, int exponent) {
      int dropped = Math.max(0, exponent - 33);
      return (rest >>> dropped) * NANOS >>> (exponent - dropped);
    }

    private static long power(int exponent) {
      long value = 1;
      for (int i = 0; i < exponent; i++) {
        value *= 10;
      }
      return value;
    }
  }
}
