package org.moorage.protocol.nvgre;

import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;

/**
 * An NVGRE header and the tenant's frame behind it: what an IP packet of protocol 47 carries.
 *
 * @param inner the frame as the VM sent it, without a C-TAG and without FCS
 */
public record NvgrePacket(NvgreHeader header, Octets inner) {

  /** Addresses and EtherType of the frame inside. */
  private static final int INNER_HEADER = 14;

  public Octets encode() {
    return header.encode().plus(inner);
  }

  /** Refuses what a receiver has to drop: a short frame inside, or one that has a tag. */
  public static Decoded<NvgrePacket> decode(Octets octets) {
    return NvgreHeader.decode(octets)
        .flatMap(header -> {
          Octets inner = octets.from(NvgreHeader.SIZE);
          if (inner.size() < INNER_HEADER) {
            return Decoded.malformed("no whole frame inside", octets.size());
          }
          return isTag(inner.u16(12))
              ? Decoded.malformed("a tag inside, which the VSID stands for", NvgreHeader.SIZE + 12)
              : Decoded.value(new NvgrePacket(header, inner));
        });
  }

  private static boolean isTag(int etherType) {
    return etherType == EtherType.C_TAG.value()
        || etherType == EtherType.S_TAG.value()
        || etherType == EtherType.E_TAG.value();
  }
}
