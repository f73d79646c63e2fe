package org.moorage.dataplane.soft;

import org.jspecify.annotations.Nullable;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ip.IpAddress;
import org.moorage.protocol.ip.IpVersion;
import org.moorage.protocol.nvgre.NvgreHeader;
import org.moorage.protocol.nvgre.OuterHeader;

/**
 * What stands before a tenant's frame on its way to one provider address, made once: Ethernet, IP
 * and NVGRE, lacking what differs from frame to frame.
 */
final class Envelope {

  final byte[] octets;

  /** Where the IP header begins. */
  final int ip;

  /** Where the GRE key is. */
  final int key;

  final boolean v6;

  /** The sum behind an IPv4 checksum, of a header without length, DSCP and ECN. */
  final int sum;

  /** The port it leaves by; null where it leaves by every fabric port. */
  final @Nullable SwitchPort port;

  /** Octets an IP packet inside may have. */
  final int room;

  Envelope(
      @Nullable SwitchPort port,
      MacAddress from,
      MacAddress to,
      int vlan,
      IpAddress source,
      IpAddress destination,
      int mtu) {
    this.port = port;
    v6 = source.version() == IpVersion.V6;
    OctetsBuilder built = Octets.builder().u48(to.bits()).u48(from.bits());
    if (vlan != 0) {
      built.u16(EtherType.C_TAG.value()).u16(vlan);
    }
    built.u16((v6 ? EtherType.IPV6 : EtherType.IPV4).value());
    ip = built.size();
    Octets header = new OuterHeader(source, destination, 0, OuterHeader.TIME_TO_LIVE, 0).encode();
    built.octets(header).u16(NvgreHeader.FLAGS).u16(NvgreHeader.PROTOCOL_TYPE);
    key = built.size();
    octets = built.u32(0).build().toArray();
    sum = v6 ? 0 : sumWithoutLength(header);
    room = mtu - OuterHeader.overhead(source.version());
  }

  private static int sumWithoutLength(Octets header) {
    int sum = 0;
    for (int at = 0; at < header.size(); at += 2) {
      // Length and checksum are each frame's own; DSCP and ECN are 0 here.
      sum += at == 2 || at == 10 ? 0 : header.u16(at);
    }
    return sum;
  }
}
