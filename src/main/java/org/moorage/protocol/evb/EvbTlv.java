package org.moorage.protocol.evb;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.TimerExponent;
import org.moorage.protocol.lldp.Lldpdu;
import org.moorage.protocol.lldp.OrganizationalTlv;

/**
 * The EVB TLV (IEEE 802.1Q, "EVB TLV definition"): OUI 00-80-C2, subtype 0x0D.
 *
 * <pre>
 *    0               1               2               3               4
 * +---------------+---------------+-----+---------+---+-+---------+---+-+---------+
 * | bridge status | station status|  R  |   RTE   |mod|R|   RWD   |rsv|R|   RKA   |
 * +---------------+---------------+-----+---------+---+-+---------+---+-+---------+
 * </pre>
 *
 * <p>Offsets count from after OUI and subtype. The TLV is sent with exactly these five octets,
 * because peers copy more without looking; more than five are accepted and the rest is ignored.
 *
 * @param bridge the bridge's status; in a station's TLV the one it heard last
 * @param station the station's status; in a bridge's TLV the one it heard last
 * @param maxRetries R, ECP retransmissions, 0..7
 * @param ackTimer RTE
 * @param mode which side sends this
 * @param resourceWaitDelay RWD
 * @param reinitKeepAlive RKA
 */
public record EvbTlv(
    BridgeStatus bridge,
    StationStatus station,
    int maxRetries,
    TimerExponent ackTimer,
    EvbMode mode,
    OfferedTimer resourceWaitDelay,
    OfferedTimer reinitKeepAlive) {

  public static final int SUBTYPE = 0x0D;

  private static final int SIZE = 5;

  public EvbTlv {
    EvbSettings.checkRetries(maxRetries);
  }

  /** The EVB TLV of an LLDPDU, where it carries one. */
  public static Optional<Decoded<EvbTlv>> in(Lldpdu pdu) {
    return pdu.organizational(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE)
        .map(tlv -> decode(tlv.info()));
  }

  /** Reads what follows OUI and subtype. */
  public static Decoded<EvbTlv> decode(Octets info) {
    if (info.size() < SIZE) {
      return Decoded.malformed("EVB TLV shorter than 9 octets", info.size());
    }
    return Decoded.value(
        new EvbTlv(
            BridgeStatus.of(info.u8(0)),
            StationStatus.of(info.u8(1)),
            info.u8(2) >>> 5,
            new TimerExponent(info.u8(2) & 0x1F),
            EvbMode.of(info.u8(3) >>> 6),
            OfferedTimer.of(info.u8(3)),
            OfferedTimer.of(info.u8(4))));
  }

  /** What follows OUI and subtype. */
  public Octets encode() {
    return Octets.builder()
        .u8(bridge.octet())
        .u8(station.octet())
        .u8(maxRetries << 5 | ackTimer.exponent())
        .u8(mode.code() << 6 | resourceWaitDelay.octet())
        .u8(reinitKeepAlive.octet())
        .build();
  }

  /** For an LLDPDU. */
  public OrganizationalTlv tlv() {
    return new OrganizationalTlv(OrganizationalTlv.OUI_IEEE_8021, SUBTYPE, encode());
  }
}
