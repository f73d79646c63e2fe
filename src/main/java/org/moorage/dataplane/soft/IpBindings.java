package org.moorage.dataplane.soft;

/**
 * The IP addresses a VSI was seen to get by DHCP or to announce first ({@code guard: ip: learned}):
 * one IPv4 address and a few of IPv6. An address not used for an hour makes room for another.
 */
final class IpBindings {

  /** Link-local, stable, and two temporary ones. */
  private static final int MOST_V6 = 4;

  private static final long KEPT_NANOS = 3_600_000_000_000L;

  /** For vPorts that learn nothing. */
  static final IpBindings UNUSED = new IpBindings();

  private static final long[] NONE = new long[0];

  private long v4 = -1;
  private long v4Seen;
  private long[] v6 = NONE;
  private long[] v6Seen = NONE;
  private int v6Count;

  /** Whether the VSI may send from this address; the first ones it shows are learned. */
  synchronized boolean allowsV4(long address, long now) {
    if (v4 == address || v4 < 0 || now - v4Seen > KEPT_NANOS) {
      v4 = address;
      v4Seen = now;
      return true;
    }
    return false;
  }

  /** What a DHCP server granted takes the place of what was announced. */
  synchronized void granted(long address, long now) {
    v4 = address;
    v4Seen = now;
  }

  synchronized boolean allowsV6(long high, long low, long now) {
    int at = 0;
    for (int i = 0; i < v6Count; i++) {
      if (v6[2 * i] == high && v6[2 * i + 1] == low) {
        v6Seen[i] = now;
        return true;
      }
      if (v6Seen[i] < v6Seen[at]) {
        at = i;
      }
    }
    if (v6Count < MOST_V6) {
      if (v6Count == 0) {
        v6 = new long[2 * MOST_V6];
        v6Seen = new long[MOST_V6];
      }
      at = v6Count++;
    } else if (now - v6Seen[at] <= KEPT_NANOS) {
      return false;
    }
    v6[2 * at] = high;
    v6[2 * at + 1] = low;
    v6Seen[at] = now;
    return true;
  }
}
