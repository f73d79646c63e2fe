package org.moorage.protocol.evb;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * The EVB TLV of draft 0 (what lldpad speaks under OUI 00-1B-3F): subtype 0.
 *
 * <pre>
 *    0           1          2          3         4 5        6 7       8
 * +-----------+----------+----------+---------+----------+---------+-----+
 * | supported | supported| current  | current | supported| current | RTE |
 * | forwarding| capab.   | forward. | capab.  | VSIs     | VSIs    |     |
 * +-----------+----------+----------+---------+----------+---------+-----+
 * </pre>
 *
 * <p>Offsets count from after OUI and subtype. The TLV is sent with exactly these nine octets,
 * because peers copy more without looking; more than nine are accepted and the rest is ignored.
 *
 * @param supportedVsis 0..65535
 * @param currentVsis 0..65535
 * @param ackTimer RTE; the five low bits of the last octet
 */
public record DraftEvbTlv(
    DraftForwarding supported,
    DraftCapabilities supportedCapabilities,
    DraftForwarding current,
    DraftCapabilities currentCapabilities,
    int supportedVsis,
    int currentVsis,
    TimerExponent ackTimer) {

  public static final int SUBTYPE = 0x00;

  private static final int SIZE = 9;

  public DraftEvbTlv {
    DraftEvbSettings.checkVsis(supportedVsis);
    DraftEvbSettings.checkVsis(currentVsis);
  }

  /** The draft EVB TLV of an LLDPDU, where it carries one. */
  public static Optional<Decoded<DraftEvbTlv>> in(Lldpdu pdu) {
    return pdu.organizational(OrganizationalTlv.OUI_DRAFT, SUBTYPE).map(tlv -> decode(tlv.info()));
  }

  /** Reads what follows OUI and subtype. */
  public static Decoded<DraftEvbTlv> decode(Octets info) {
    if (info.size() < SIZE) {
      return Decoded.malformed("draft EVB TLV shorter than 13 octets", info.size());
    }
    return Decoded.value(
        new DraftEvbTlv(
            DraftForwarding.of(info.u8(0)),
            DraftCapabilities.of(info.u8(1)),
            DraftForwarding.of(info.u8(2)),
            DraftCapabilities.of(info.u8(3)),
            info.u16(4),
            info.u16(6),
            new TimerExponent(info.u8(8) & 0x1F)));
  }

  /** What follows OUI and subtype. */
  public Octets encode() {
    return Octets.builder()
        .u8(supported.octet())
        .u8(supportedCapabilities.octet())
        .u8(current.octet())
        .u8(currentCapabilities.octet())
        .u16(supportedVsis)
        .u16(currentVsis)
        .u8(ackTimer.exponent())
        .build();
  }

  /** For an LLDPDU. */
  public OrganizationalTlv tlv() {
    return new OrganizationalTlv(OrganizationalTlv.OUI_DRAFT, SUBTYPE, encode());
  }
}
