package org.moorage.protocol.nvgre;

import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.VirtualSubnetId;

/**
 * What stands between the outer IP header and a tenant's frame (RFC 7637, "NVGRE Header").
 *
 * <pre>
 *  0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0   C 0, R 0, K 1, S 0, reserved 0, version 0
 * +-------------------------------+
 * |     protocol type 0x6558      |  transparent Ethernet bridging
 * +-------------------------------+
 * |      virtual subnet ID        |
 * +---------------+---------------+
 * |  VSID         |    FlowID     |
 * +---------------+---------------+
 * </pre>
 *
 * @param vsid whose frame it is
 * @param flowId 0..255, the same for every frame of a flow; 0 where it says nothing
 */
public record NvgreHeader(VirtualSubnetId vsid, int flowId) {

  public static final int SIZE = 8;

  /** The number of GRE in an IP header. */
  public static final int IP_PROTOCOL = 47;

  /** The only first word there is: a key, no checksum, no sequence number, version 0. */
  public static final int FLAGS = 0x2000;

  /** Transparent Ethernet bridging. */
  public static final int PROTOCOL_TYPE = 0x6558;

  private static final int CHECKSUM = 0x8000;
  private static final int KEY = 0x2000;
  private static final int SEQUENCE = 0x1000;
  private static final int VERSION = 0x0007;

  public NvgreHeader {
    if (flowId < 0 || flowId > 255) {
      throw new IllegalArgumentException("FlowID " + flowId + " is outside 0..255");
    }
  }

  public Octets encode() {
    return Octets.builder().u16(FLAGS).u16(PROTOCOL_TYPE).u24(vsid.value()).u8(flowId).build();
  }

  /** Strict, as RFC 7637 wants it: what GRE allows beside is refused. */
  public static Decoded<NvgreHeader> decode(Octets octets) {
    if (octets.size() < SIZE) {
      return Decoded.malformed("shorter than an NVGRE header", octets.size());
    }
    int flags = octets.u16(0);
    if (flags != FLAGS) {
      return Decoded.malformed(whatIsWrong(flags), 0);
    }
    if (octets.u16(2) != PROTOCOL_TYPE) {
      return Decoded.malformed("GRE of another protocol than Ethernet", 2);
    }
    int vsid = octets.u24(4);
    return VirtualSubnetId.isValid(vsid)
        ? Decoded.value(new NvgreHeader(new VirtualSubnetId(vsid), octets.u8(7)))
        : Decoded.malformed("reserved VSID", 4);
  }

  private static String whatIsWrong(int flags) {
    if ((flags & VERSION) != 0) {
      return "another version of GRE than 0";
    }
    if ((flags & CHECKSUM) != 0) {
      return "a GRE checksum, which NVGRE has not";
    }
    if ((flags & SEQUENCE) != 0) {
      return "a GRE sequence number, which NVGRE has not";
    }
    return (flags & KEY) == 0 ? "GRE without a key" : "reserved GRE flags";
  }
}
