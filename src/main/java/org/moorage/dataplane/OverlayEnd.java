package org.moorage.dataplane;

import org.moorage.protocol.ethernet.MacAddress;

/**
 * What an edge is in the physical network that carries the overlay.
 *
 * @param edge its name: the provider addresses under this name are its own
 * @param mac it answers with for all of them
 * @param mtu octets of an IP packet its fabric ports take, 1280..9000
 */
public record OverlayEnd(String edge, MacAddress mac, int mtu) {

  public static final int LEAST_MTU = 1_280;
  public static final int MOST_MTU = 9_000;

  public OverlayEnd {
    if (!mac.isUnicast()) {
      throw new IllegalArgumentException(mac + " is not one station's address");
    }
    if (mtu < LEAST_MTU || mtu > MOST_MTU) {
      throw new IllegalArgumentException(
          "MTU " + mtu + " is outside " + LEAST_MTU + ".." + MOST_MTU);
    }
  }
}
