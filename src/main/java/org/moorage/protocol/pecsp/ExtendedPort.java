package org.moorage.protocol.pecsp;

/**
 * A port of an extender as the extender tells of it.
 *
 * @param number of the port on its extender, 1..{@value #MAX_NUMBER}; stays the same
 * @param name what the extender calls it, visible ASCII, 0..{@value #MAX_NAME} octets
 * @param up whether it has a link
 * @param megabits speed of the link in Mbit/s, 0 where it is not known
 */
public record ExtendedPort(int number, String name, boolean up, int megabits) {

  public static final int MAX_NUMBER = 4_095;
  public static final int MAX_NAME = 32;

  public ExtendedPort {
    if (!isNumber(number)) {
      throw new IllegalArgumentException("extended port " + number + " is outside 1..4095");
    }
    if (name.length() > MAX_NAME || !name.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of an extended port");
    }
    if (megabits < 0) {
      throw new IllegalArgumentException("speed " + megabits + " is negative");
    }
  }

  static boolean isNumber(int number) {
    return number >= 1 && number <= MAX_NUMBER;
  }

  public ExtendedPort with(boolean linkUp, int speed) {
    return new ExtendedPort(number, name, linkUp, speed);
  }
}
