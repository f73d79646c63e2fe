package org.moorage.protocol.lldp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.OctetsReader;
import org.moorage.protocol.ethernet.MacAddress;

/**
 * What a station or bridge says about itself in LLDP (IEEE 802.1AB, "LLDPDU format").
 *
 * <pre>
 * +------------+---------+--------------+------------------+-----
 * | Chassis ID | Port ID | Time To Live | optional TLVs    | End
 * +------------+---------+--------------+------------------+-----
 * </pre>
 *
 * <p>The first three come in that order and once; TLVs of any other type are kept, known or not.
 *
 * @param chassisId subtype and identifier, 2..256 octets
 * @param portId subtype and identifier, 2..256 octets
 * @param ttlSeconds 0..65535; 0 means "forget me": a shutdown PDU
 * @param tlvs the optional TLVs in wire order
 */
public record Lldpdu(Octets chassisId, Octets portId, int ttlSeconds, List<LldpTlv> tlvs) {

  /** The payload of one Ethernet frame: an LLDPDU is never longer. */
  public static final int MAX_SIZE = 1500;

  private static final int END = 0;
  private static final int CHASSIS_ID = 1;
  private static final int PORT_ID = 2;
  private static final int TTL = 3;
  private static final int MIN_ID = 2;
  private static final int MAX_ID = 256;
  private static final int CHASSIS_IS_MAC = 4;
  private static final int PORT_IS_MAC = 3;

  public Lldpdu {
    checkId("Chassis ID", chassisId);
    checkId("Port ID", portId);
    if (ttlSeconds < 0 || ttlSeconds > 0xFFFF) {
      throw new IllegalArgumentException("TTL " + ttlSeconds + " s is outside 0..65535");
    }
    tlvs = List.copyOf(tlvs);
  }

  private static void checkId(String name, Octets id) {
    if (id.size() < MIN_ID || id.size() > MAX_ID) {
      throw new IllegalArgumentException(name + " of " + id.size() + " octets is outside 2..256");
    }
  }

  /** A chassis identified by a MAC address. */
  public static Octets chassis(MacAddress mac) {
    return Octets.builder().u8(CHASSIS_IS_MAC).u48(mac.bits()).build();
  }

  /** A port identified by its MAC address. */
  public static Octets port(MacAddress mac) {
    return Octets.builder().u8(PORT_IS_MAC).u48(mac.bits()).build();
  }

  /** Whether both are said by the same port of the same chassis. */
  public boolean sameSpeaker(Lldpdu other) {
    return chassisId.equals(other.chassisId) && portId.equals(other.portId);
  }

  public boolean isShutdown() {
    return ttlSeconds == 0;
  }

  /** The first TLV of that organization and subtype. */
  public Optional<OrganizationalTlv> organizational(int oui, int subtype) {
    for (LldpTlv tlv : tlvs) {
      if (tlv instanceof OrganizationalTlv found && found.is(oui, subtype)) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  /** The PDU with an End TLV, not padded. */
  public Octets encode() {
    OctetsBuilder out = Octets.builder();
    write(out, CHASSIS_ID, chassisId);
    write(out, PORT_ID, portId);
    write(out, TTL, Octets.builder().u16(ttlSeconds).build());
    for (LldpTlv tlv : tlvs) {
      write(out, tlv.type(), tlv.information());
    }
    return out.u16(END).build();
  }

  private static void write(OctetsBuilder out, int type, Octets information) {
    out.u16(type << 9 | information.size()).octets(information);
  }

  /**
   * Reads a PDU. The end of the octets ends it as the End TLV does, since not every sender has room
   * for one; whatever follows an End TLV is padding.
   */
  public static Decoded<Lldpdu> decode(Octets octets) {
    if (octets.size() > MAX_SIZE) {
      return Decoded.malformed("LLDPDU longer than 1500 octets", MAX_SIZE);
    }
    OctetsReader in = new OctetsReader(octets);
    List<Octets> mandatory = new ArrayList<>(3);
    List<LldpTlv> tlvs = new ArrayList<>();
    while (in.remaining() > 0) {
      int at = in.offset();
      if (!in.has(2)) {
        return Decoded.malformed("LLDP TLV header cut short", at);
      }
      int header = in.u16();
      int type = header >>> 9;
      int length = header & LldpTlv.MAX_LENGTH;
      if (!in.has(length)) {
        return Decoded.malformed("LLDP TLV longer than what is left", at);
      }
      Octets information = in.take(length);
      if (type == END) {
        break;
      }
      if (mandatory.size() < 3) {
        Optional<String> fault = faultOfMandatory(mandatory.size() + 1, type, length);
        if (fault.isPresent()) {
          return Decoded.malformed(fault.get(), at);
        }
        mandatory.add(information);
      } else if (type < LldpTlv.FIRST_OPTIONAL) {
        return Decoded.malformed("mandatory LLDP TLV twice", at);
      } else {
        tlvs.add(optional(type, information));
      }
    }
    if (mandatory.size() < 3) {
      return Decoded.malformed("LLDPDU without its three mandatory TLVs", in.offset());
    }
    return Decoded.value(
        new Lldpdu(mandatory.get(0), mandatory.get(1), mandatory.get(2).u16(0), tlvs));
  }

  private static Optional<String> faultOfMandatory(int expected, int type, int length) {
    if (type != expected) {
      return Optional.of("LLDPDU does not begin with Chassis ID, Port ID, TTL");
    }
    if (type == TTL ? length < 2 : length < MIN_ID || length > MAX_ID) {
      return Optional.of("mandatory LLDP TLV of a wrong length");
    }
    return Optional.empty();
  }

  private static LldpTlv optional(int type, Octets information) {
    if (type == LldpTlv.ORGANIZATIONAL && information.size() >= OrganizationalTlv.HEADER) {
      return new OrganizationalTlv(
          information.u24(0), information.u8(3), information.from(OrganizationalTlv.HEADER));
    }
    return new BasicTlv(type, information);
  }
}
