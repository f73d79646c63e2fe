package org.moorage.protocol.vdp;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * The identifier of a VSI, the same wherever the VM goes.
 *
 * @param format how the octets are to be read
 * @param octets exactly 16, right aligned for the shorter formats
 */
public record VsiId(Format format, Octets octets) implements Comparable<VsiId> {

  public static final int SIZE = 16;

  /** Odd, its bits in no order: 2^64 divided by the golden ratio. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** VSIID formats, with their number on the wire. */
  public enum Format {
    IPV4(1),
    IPV6(2),
    MAC(3),
    LOCAL(4),
    UUID(5);

    private final int code;

    Format(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }

    /** Empty for numbers the standard does not assign. */
    public static Optional<Format> of(int code) {
      return code >= 1 && code <= 5 ? Optional.of(values()[code - 1]) : Optional.empty();
    }
  }

  public VsiId {
    if (octets.size() != SIZE) {
      throw new IllegalArgumentException("VSIID of " + octets.size() + " octets, not 16");
    }
  }

  public static VsiId of(UUID uuid) {
    return new VsiId(
        Format.UUID,
        Octets.builder()
            .u64(uuid.getMostSignificantBits())
            .u64(uuid.getLeastSignificantBits())
            .build());
  }

  public static VsiId of(MacAddress mac) {
    return new VsiId(Format.MAC, Octets.builder().zeros(10).u48(mac.bits()).build());
  }

  /**
   * Reads what {@link #toString()} writes: a UUID, or {@code ipv4:}, {@code ipv6:}, {@code mac:},
   * {@code local:} and hex digits or the address.
   */
  public static Optional<VsiId> parse(String text) {
    return VsiIdText.parse(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof VsiId(Format theirs, Octets of)
            && format == theirs
            && octets.equals(of));
  }

  /**
   * The same in every run, unlike that of an enum: tables of VSIs keep their order. Numbers handed
   * out one after the other, in whichever octets, do not meet in one place.
   */
  @Override
  public int hashCode() {
    long mixed = (octets.u64(0) * SPREAD + octets.u64(8)) * SPREAD + format.code();
    return (int) (mixed ^ mixed >>> 32);
  }

  /** By format, then by octets: tables of VSIs stay fast even when a station picks bad hashes. */
  @Override
  public int compareTo(VsiId other) {
    int byFormat = format.compareTo(other.format);
    int byHigh = Long.compareUnsigned(octets.u64(0), other.octets.u64(0));
    int byLow = Long.compareUnsigned(octets.u64(8), other.octets.u64(8));
    return byFormat != 0 ? byFormat : byHigh != 0 ? byHigh : byLow;
  }

  /** A UUID in its usual form; any other format with its name before it. */
  @Override
  public String toString() {
    return VsiIdText.format(this);
  }
}
