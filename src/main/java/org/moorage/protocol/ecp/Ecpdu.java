package org.moorage.protocol.ecp;

import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.ethernet.MacAddress;
import org.moorage.protocol.ethernet.ReservedAddress;

/**
 * One PDU of ECP (IEEE 802.1Q, "ECPDU"), EtherType 0x8940.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---+-------------------+-------------------------------+
 * |version|op |      subtype      |        sequence number        |
 * +-------+---+-------------------+-------------------------------+
 * | payload (requests only) ...
 * </pre>
 *
 * <p>The version is 1. An ACK is four octets; what follows it in a frame is padding.
 *
 * @param sequence 0..65535
 * @param payload of a request, 0..1496 octets with whatever padding the frame had; empty in an ACK
 */
public record Ecpdu(EcpOperation operation, EcpSubtype subtype, int sequence, Octets payload) {

  /** What an Ethernet frame has room for behind the ECP header. */
  public static final int MAX_PAYLOAD = 1496;

  /** What the field's other implementation takes: less than 1500 - 4 - 2. Send no more. */
  public static final int MAX_PAYLOAD_SENT = 1493;

  private static final Octets NO_PAYLOAD = Octets.EMPTY;

  private static final int HEADER = 4;
  private static final int VERSION = 1;

  public Ecpdu {
    Sequence.check(sequence);
    if (payload.size() > MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "ECP payload of " + payload.size() + " octets; at most " + MAX_PAYLOAD);
    }
    if (operation == EcpOperation.ACK && !payload.isEmpty()) {
      throw new IllegalArgumentException("an ECP ACK carries nothing");
    }
  }

  public static Ecpdu request(EcpSubtype subtype, int sequence, Octets payload) {
    return new Ecpdu(EcpOperation.REQUEST, subtype, sequence, payload);
  }

  /** What acknowledges this request. */
  public Ecpdu acknowledgement() {
    return new Ecpdu(EcpOperation.ACK, subtype, sequence, NO_PAYLOAD);
  }

  /** Reads what follows the EtherType. */
  public static Decoded<Ecpdu> decode(Octets octets) {
    if (octets.size() < HEADER) {
      return Decoded.malformed("ECPDU shorter than its header", octets.size());
    }
    if (octets.size() > HEADER + MAX_PAYLOAD) {
      return Decoded.malformed("ECPDU longer than a frame", HEADER + MAX_PAYLOAD);
    }
    int word = octets.u16(0);
    if (word >>> 12 != VERSION) {
      return Decoded.malformed("ECP version is not 1", 0);
    }
    Optional<EcpOperation> operation = EcpOperation.of(word >>> 10 & 3);
    if (operation.isEmpty()) {
      return Decoded.malformed("ECP operation is neither request nor ACK", 0);
    }
    Optional<EcpSubtype> subtype = EcpSubtype.of(word & 0x3FF);
    if (subtype.isEmpty()) {
      return Decoded.malformed("ECP subtype is unknown", 0);
    }
    Octets payload = operation.get() == EcpOperation.REQUEST ? octets.from(HEADER) : NO_PAYLOAD;
    return Decoded.value(new Ecpdu(operation.get(), subtype.get(), octets.u16(2), payload));
  }

  /** What follows the EtherType. */
  public Octets encode() {
    return Octets.builder()
        .u16(VERSION << 12 | operation.code() << 10 | subtype.code())
        .u16(sequence)
        .octets(payload)
        .build();
  }

  /** The frame that carries it to the nearest customer bridge, as requests and ACKs both go. */
  public EthernetFrame frame(MacAddress source) {
    return frame(ReservedAddress.NEAREST_CUSTOMER_BRIDGE.mac(), source);
  }

  /** The frame that carries it elsewhere. */
  public EthernetFrame frame(MacAddress destination, MacAddress source) {
    return new EthernetFrame(destination, source, EtherType.ECP, encode());
  }
}
