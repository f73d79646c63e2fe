package org.moorage.protocol.ecp;

/** The sequence numbers of ECP: 16 bits, and a sender skips 0 when it comes round. */
final class Sequence {

  static final int MAX = 0xFFFF;

  private Sequence() {}

  static int next(int sequence) {
    return sequence == MAX ? 1 : sequence + 1;
  }

  static int previous(int sequence) {
    return sequence == 1 ? MAX : sequence - 1;
  }

  static void check(int sequence) {
    if (sequence < 0 || sequence > MAX) {
      throw new IllegalArgumentException("sequence number " + sequence + " is outside 0..65535");
    }
  }

  /** A sender's number. */
  static void checkFirst(int sequence) {
    if (sequence < 1 || sequence > MAX) {
      throw new IllegalArgumentException(
          "first sequence number " + sequence + " is outside 1..65535");
    }
  }
}
