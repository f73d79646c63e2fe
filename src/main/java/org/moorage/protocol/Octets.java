package org.moorage.protocol;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * An immutable string of octets, in wire order.
 *
 * <p>Numbers read from it are big endian and unsigned. Reading outside its bounds is a defect of
 * the caller ({@link IndexOutOfBoundsException}): decoders ask {@link #size()} first, or use an
 * {@link OctetsReader}.
 */
public final class Octets {

  public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

  private final byte[] bytes;
  private final int from;
  private final int size;

  private Octets(byte[] bytes, int from, int size) {
    this.bytes = bytes;
    this.from = from;
    this.size = size;
  }

  /** A copy of the given bytes. */
  public static Octets of(byte... bytes) {
    return new Octets(bytes.clone(), 0, bytes.length);
  }

  /** A copy of {@code size} bytes starting at {@code from}. */
  public static Octets copyOf(byte[] bytes, int from, int size) {
    return new Octets(Arrays.copyOfRange(bytes, from, from + size), 0, size);
  }

  /** Hex digits, upper or lower case; blanks, colons and hyphens between octets are skipped. */
  public static Octets ofHex(String hex) {
    byte[] parsed = HexFormat.of().parseHex(hex.replaceAll("[\\s:-]", ""));
    return new Octets(parsed, 0, parsed.length);
  }

  /** So many zero octets. */
  public static Octets zeros(int size) {
    return new Octets(new byte[size], 0, size);
  }

  /** Takes the array over without copying: only for a builder that forgets it. */
  static Octets owned(byte[] bytes, int size) {
    return new Octets(bytes, 0, size);
  }

  public static OctetsBuilder builder() {
    return new OctetsBuilder(64);
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  /** The octet at an index, 0..255. */
  public int u8(int at) {
    check(at, 1);
    return bytes[from + at] & 0xFF;
  }

  /** Two octets, 0..65535. */
  public int u16(int at) {
    check(at, 2);
    int i = from + at;
    return (bytes[i] & 0xFF) << 8 | bytes[i + 1] & 0xFF;
  }

  /** Three octets, 0..2^24-1. */
  public int u24(int at) {
    return u8(at) << 16 | u16(at + 1);
  }

  /** Four octets, 0..2^32-1. */
  public long u32(int at) {
    return (long) u16(at) << 16 | u16(at + 2);
  }

  /** Six octets, 0..2^48-1. */
  public long u48(int at) {
    return (long) u16(at) << 32 | u32(at + 2);
  }

  /** Eight octets, as the bits of a long. */
  public long u64(int at) {
    return u32(at) << 32 | u32(at + 4);
  }

  /** The octets from an index to the end; shares storage. */
  public Octets from(int at) {
    return slice(at, size - at);
  }

  /** So many octets from an index; shares storage. */
  public Octets slice(int at, int length) {
    check(at, length);
    return length == 0 ? EMPTY : new Octets(bytes, from + at, length);
  }

  public Octets plus(Octets more) {
    return new OctetsBuilder(size + more.size).octets(this).octets(more).build();
  }

  /** At least {@code length} octets: zeros are appended where it is shorter. */
  public Octets paddedTo(int length) {
    return size >= length ? this : plus(zeros(length - size));
  }

  public boolean isAllZero() {
    for (int i = from; i < from + size; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  public byte[] toArray() {
    return Arrays.copyOfRange(bytes, from, from + size);
  }

  public void copyTo(byte[] target, int at) {
    System.arraycopy(bytes, from, target, at, size);
  }

  /** Lower-case hex digits without separators. */
  public String hex() {
    return HexFormat.of().formatHex(bytes, from, from + size);
  }

  private void check(int at, int length) {
    if (at < 0 || length < 0 || at > size - length) {
      throw new IndexOutOfBoundsException(
          "octets " + at + ".." + (at + length - 1) + " of " + size);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that
        && Arrays.equals(bytes, from, from + size, that.bytes, that.from, that.from + that.size);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < from + size; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return hex();
  }
}
