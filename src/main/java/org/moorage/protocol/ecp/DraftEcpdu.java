package org.moorage.protocol.ecp;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * One PDU of ECP draft 0, EtherType 0x88B7 (the OUI-extended EtherType).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----------------------------------------------+---------------+
 * |                OUI 00-1B-3F                   | protocol ID 0 |
 * +---------------+---------------+---------------+---------------+
 * | ... 0         | subtype 0     | 0 request,    | sequence      |
 * |               |               | 1 ACK         | number ...    |
 * +---------------+---------------+---------------+---------------+
 * | ...           | payload ...
 * +---------------+
 * </pre>
 *
 * @param sequence 0..65535
 * @param payload 0..1491 octets with whatever padding the frame had; in an ACK all zero and as long
 *     as that of the request
 */
public record DraftEcpdu(EcpOperation operation, int sequence, Octets payload) {

  /** What an Ethernet frame has room for behind the header of the draft. */
  public static final int MAX_PAYLOAD = 1491;

  private static final int HEADER = 9;
  private static final int OUI = 0x001B3F;

  public DraftEcpdu {
    Sequence.check(sequence);
    if (payload.size() > MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "draft ECP payload of " + payload.size() + " octets; at most " + MAX_PAYLOAD);
    }
    if (operation == EcpOperation.ACK && !payload.isAllZero()) {
      throw new IllegalArgumentException("a draft ECP ACK carries only zeros");
    }
  }

  public static DraftEcpdu request(int sequence, Octets payload) {
    return new DraftEcpdu(EcpOperation.REQUEST, sequence, payload);
  }

  /** What acknowledges this request: as long as it is. */
  public DraftEcpdu acknowledgement() {
    return new DraftEcpdu(EcpOperation.ACK, sequence, Octets.zeros(payload.size()));
  }

  /** Reads what follows the EtherType. What an ACK carries is taken for zeros. */
  public static Decoded<DraftEcpdu> decode(Octets octets) {
    if (octets.size() < HEADER) {
      return Decoded.malformed("draft ECPDU shorter than its header", octets.size());
    }
    if (octets.size() > HEADER + MAX_PAYLOAD) {
      return Decoded.malformed("draft ECPDU longer than a frame", HEADER + MAX_PAYLOAD);
    }
    if (octets.u24(0) != OUI) {
      return Decoded.malformed("OUI of the draft ECPDU is not 00-1B-3F", 0);
    }
    if (octets.u16(3) != 0 || octets.u8(5) != 0) {
      return Decoded.malformed("draft ECP protocol or subtype is unknown", 3);
    }
    Optional<EcpOperation> operation = EcpOperation.of(octets.u8(6));
    if (operation.isEmpty()) {
      return Decoded.malformed("draft ECP mode is neither request nor ACK", 6);
    }
    Octets payload = octets.from(HEADER);
    return Decoded.value(
        new DraftEcpdu(
            operation.get(),
            octets.u16(7),
            operation.get() == EcpOperation.ACK ? Octets.zeros(payload.size()) : payload));
  }

  /** What follows the EtherType. */
  public Octets encode() {
    return Octets.builder()
        .u24(OUI)
        .u16(0)
        .u8(0)
        .u8(operation.code())
        .u16(sequence)
        .octets(payload)
        .build();
  }

  /** The frame that carries it to the nearest bridge, as requests and ACKs of the draft both go. */
  public EthernetFrame frame(MacAddress source) {
    return frame(ReservedAddress.NEAREST_BRIDGE.mac(), source);
  }

  /** The frame that carries it elsewhere. */
  public EthernetFrame frame(MacAddress destination, MacAddress source) {
    return new EthernetFrame(destination, source, EtherType.ECP_DRAFT, encode());
  }
}
