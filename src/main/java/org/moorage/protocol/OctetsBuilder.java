package org.moorage.protocol;

import java.util.Arrays;

/** Collects octets in wire order; every number is big endian and must fit its width. */
public final class OctetsBuilder {

  private byte[] bytes;
  private int size;

  OctetsBuilder(int expected) {
    bytes = new byte[Math.max(expected, 16)];
  }

  public OctetsBuilder u8(int value) {
    fits(value, 8);
    room(1);
    bytes[size++] = (byte) value;
    return this;
  }

  public OctetsBuilder u16(int value) {
    fits(value, 16);
    room(2);
    bytes[size++] = (byte) (value >>> 8);
    bytes[size++] = (byte) value;
    return this;
  }

  public OctetsBuilder u24(int value) {
    fits(value, 24);
    return u8(value >>> 16).u16(value & 0xFFFF);
  }

  public OctetsBuilder u32(long value) {
    fits(value, 32);
    return u16((int) (value >>> 16)).u16((int) value & 0xFFFF);
  }

  public OctetsBuilder u48(long value) {
    fits(value, 48);
    return u16((int) (value >>> 32)).u32(value & 0xFFFF_FFFFL);
  }

  public OctetsBuilder u64(long value) {
    return u32(value >>> 32).u32(value & 0xFFFF_FFFFL);
  }

  public OctetsBuilder octets(Octets more) {
    room(more.size());
    more.copyTo(bytes, size);
    size += more.size();
    return this;
  }

  public OctetsBuilder zeros(int count) {
    room(count);
    size += count;
    return this;
  }

  public int size() {
    return size;
  }

  /** What was collected. The builder is spent. */
  public Octets build() {
    Octets built = Octets.owned(bytes, size);
    bytes = new byte[0];
    size = 0;
    return built;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  private static void fits(long value, int bits) {
    if (value < 0 || value >>> bits != 0) {
      throw new IllegalArgumentException(value + " does not fit " + bits + " bits");
    }
  }
}
