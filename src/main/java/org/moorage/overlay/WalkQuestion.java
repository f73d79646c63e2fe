package org.moorage.overlay;

import org.moorage.protocol.VirtualSubnetId;
import org.moorage.protocol.ip.IpAddress;

/**
 * A packet that is asked about.
 *
 * @param vsid the sender's virtual subnet
 * @param source the sender's customer address
 * @param destination of the same family
 * @param size octets of the IP packet, 20..9000
 * @param timeToLive as the VM sends it, 1..255
 * @param mtu octets of an IP packet the physical network takes, 576..9000
 */
public record WalkQuestion(
    VirtualSubnetId vsid,
    IpAddress source,
    IpAddress destination,
    int size,
    int timeToLive,
    int mtu) {

  public WalkQuestion {
    if (source.version() != destination.version()) {
      throw new IllegalArgumentException(source + " and " + destination + " are of two families");
    }
    require("Size", size, 20, 9_000);
    require("TimeToLive", timeToLive, 1, 255);
    require("Mtu", mtu, 576, 9_000);
  }

  /** A small packet over Ethernet. */
  public static WalkQuestion of(VirtualSubnetId vsid, IpAddress source, IpAddress destination) {
    return new WalkQuestion(vsid, source, destination, 84, 64, 1_500);
  }

  private static void require(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " " + value + " is outside " + least + ".." + most);
    }
  }
}
