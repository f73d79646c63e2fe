package org.moorage.protocol.nvgre;

/**
 * The eight bits by which routers between edges tell the flows of a virtual subnet apart (RFC 7637,
 * "FlowID"): made of the addresses, the protocol and the ports inside, so that a flow keeps its
 * order and its way.
 */
public final class FlowId {

  private static final long ODD = 0x9E37_79B9_7F4A_7C15L;

  private FlowId() {}

  /**
   * @param from all bits of the source address folded into 64, and so on
   * @param fromPort -1 where there is none, as {@code toPort}
   * @return 0..255
   */
  public static int of(long from, long to, int protocol, int fromPort, int toPort) {
    long mixed = (from ^ Long.rotateLeft(to, 32) ^ (long) protocol << 56) * ODD;
    mixed ^= ((long) fromPort << 16 ^ toPort) & 0xFFFF_FFFFL;
    mixed *= ODD;
    return (int) (mixed >>> 56);
  }
}
