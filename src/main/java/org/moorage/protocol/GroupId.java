package org.moorage.protocol;

/**
 * The 32-bit stand-in for a VID that a VDP filter entry may carry.
 *
 * @param value 1..2^32-1; 0 is not a group
 */
public record GroupId(long value) {

  public GroupId {
    if (value < 1 || value > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("group ID " + value + " is outside 1..4294967295");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
