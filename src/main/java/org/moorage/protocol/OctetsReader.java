package org.moorage.protocol;

/**
 * A position moving forward through {@link Octets}. Ask {@link #has(int)} before reading: reading
 * past the end is a defect, a short frame is not.
 */
public final class OctetsReader {

  private final Octets octets;
  private int at;

  public OctetsReader(Octets octets) {
    this.octets = octets;
  }

  public boolean has(int count) {
    return octets.size() - at >= count;
  }

  public int remaining() {
    return octets.size() - at;
  }

  /** Octets read so far: the offset to name in a {@link Decoded.Malformed}. */
  public int offset() {
    return at;
  }

  public int u8() {
    return octets.u8(at++);
  }

  public int u16() {
    int value = octets.u16(at);
    at += 2;
    return value;
  }

  public int u24() {
    int value = octets.u24(at);
    at += 3;
    return value;
  }

  public long u32() {
    long value = octets.u32(at);
    at += 4;
    return value;
  }

  public long u48() {
    long value = octets.u48(at);
    at += 6;
    return value;
  }

  public Octets take(int count) {
    Octets taken = octets.slice(at, count);
    at += count;
    return taken;
  }

  public Octets rest() {
    return take(remaining());
  }
}
