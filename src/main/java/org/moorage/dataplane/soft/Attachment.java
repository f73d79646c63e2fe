package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.edge.VPortMatch;
import org.moorage.protocol.ethernet.MacAddress;

/** One match of a vPort: how its frames look on the station's link and where they travel. */
final class Attachment {

  final SoftVPort vPort;

  /** 0 where the filter has no address. */
  final long mac;

  final int vid;
  final boolean untaggedToo;
  final int network;
  final int inbound;

  /** Its place in its flood group; the writer's. */
  int seat;

  /** It gets its frames untagged: it asked with VID 0 and has not sent a tag yet. */
  volatile boolean sendsUntagged;

  Attachment(SoftVPort vPort, VPortMatch match, @Nullable SoftVPort before) {
    this.vPort = vPort;
    mac = match.mac().map(MacAddress::bits).orElse(0L);
    vid = match.vid().value();
    untaggedToo = match.untagged();
    network = match.network().value();
    inbound = match.inbound().value();
    sendsUntagged = untaggedToo && !hasSentTag(before);
  }

  /** What it has shown of itself is not forgotten when its plan changes. */
  private boolean hasSentTag(@Nullable SoftVPort before) {
    if (before != null) {
      for (Attachment other : before.attachments) {
        if (other.mac == mac && other.vid == vid) {
          return other.untaggedToo && !other.sendsUntagged;
        }
      }
    }
    return false;
  }

  /** The key of its tagged frames in the port's table. */
  long taggedKey() {
    return key(mac, vid);
  }

  /** The key of its untagged frames. */
  long untaggedKey() {
    return key(mac, 0);
  }

  static long key(long mac, int vid) {
    return mac << 12 | vid;
  }
}
