package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;

/** A provider address as frames meet it: an edge's, this one's or another's. */
final class OverlayProvider {

  final IpAddress address;

  /** The edge that has it; null while none is known to. Written under the writer's lock. */
  volatile @Nullable String edge;

  /** Whether it is this edge's. */
  volatile boolean own;

  /** What frames to it are put into; null while there is no way or its neighbour is silent. */
  volatile @Nullable Envelope envelope;

  /** Whether there is a way at all. */
  volatile boolean hasWay;

  /** Records that name it; the writer's. */
  int records;

  OverlayProvider(IpAddress address) {
    this.address = address;
  }

  boolean is(int ipVersion, long high, long low) {
    return address.low() == low
        && address.high() == high
        && (ipVersion == 4) == (address.version() == IpVersion.V4);
  }
}
