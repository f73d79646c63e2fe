package org.moorage.protocol.cdcp;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a bridge offers on an uplink access port (IEEE 802.1Q, "CDCP": AdminChnCap,
 * AdminCDCPSVIDPoolLow, AdminCDCPSVIDPoolHigh).
 *
 * @param capacity S-channels at most, the default one included, 1..167
 * @param poolLow lowest SVID it assigns, 2..4094
 * @param poolHigh highest SVID it assigns, poolLow..4094
 * @param reserved SVIDs of the pool that are not for CDCP: those of S-channels set up by hand
 */
public record CdcpBridgeSettings(int capacity, int poolLow, int poolHigh, Set<Integer> reserved) {

  public static final CdcpBridgeSettings DEFAULTS =
      new CdcpBridgeSettings(SChannel.MAX_SCID, 2, SChannel.MAX_SVID, Set.of());

  public CdcpBridgeSettings {
    reserved = Set.copyOf(new TreeSet<>(reserved));
    checkCapacity(capacity);
    if (poolLow < 2 || poolHigh > SChannel.MAX_SVID || poolLow > poolHigh) {
      throw new IllegalArgumentException(
          "SVID pool " + poolLow + ".." + poolHigh + " is not within 2.." + SChannel.MAX_SVID);
    }
  }

  static void checkCapacity(int capacity) {
    if (capacity < 1 || capacity > SChannel.MAX_SCID) {
      throw new IllegalArgumentException(
          "channel capacity " + capacity + " is outside 1.." + SChannel.MAX_SCID);
    }
  }

  public CdcpBridgeSettings withPool(int low, int high) {
    return new CdcpBridgeSettings(capacity, low, high, reserved);
  }

  public CdcpBridgeSettings withCapacity(int channels) {
    return new CdcpBridgeSettings(channels, poolLow, poolHigh, reserved);
  }

  public CdcpBridgeSettings withReserved(Set<Integer> svids) {
    return new CdcpBridgeSettings(capacity, poolLow, poolHigh, svids);
  }

  boolean inPool(int svid) {
    return svid >= poolLow && svid <= poolHigh && !reserved.contains(svid);
  }
}
