package org.moorage.protocol.pecsp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Octets;
import org.moorage.protocol.OctetsBuilder;
import org.moorage.protocol.pecsp.CspCodePoints.Command;
import org.moorage.protocol.pecsp.CspCodePoints.Completion;
import org.moorage.protocol.pecsp.CspCodePoints.TlvType;

/**
 * A PE CSP PDU, the payload of an ECPDU of subtype 2: a marker, one command TLV, and the TLVs the
 * command needs (order and purpose as IEEE 802.1BR describes; numbers and layouts our own, see
 * {@link CspCodePoints}). TLV headers are as everywhere, seven bits of type and nine of length.
 *
 * <pre>
 * +--------------------+------------------------------------------------------+--------
 * | 127 | 4 | OUI, vers | 1 | 5 | command | 0 request, 1 response | number (2) | code | TLVs ...
 * +--------------------+------------------------------------------------------+--------
 * </pre>
 *
 * <p>TLVs that are not known are passed over.
 */
public sealed interface CspPdu {

  String NOT_OURS = "PE CSP without our marker";
  String NO_COMMAND = "PE CSP without a command TLV";
  String CUT_SHORT = "PE CSP TLV cut short";
  String INCOMPLETE = "PE CSP with a TLV missing or wrong";
  String UNKNOWN_RESPONSE = "PE CSP response to a command not known";

  /** Sixteen bits: pairs request and response. */
  int number();

  /** Somebody asks. */
  record Request(int number, CspRequest request) implements CspPdu {}

  /** Somebody asks for something, or in a way, that is not understood; to be answered so. */
  record Unanswerable(int number, int command, Completion because) implements CspPdu {}

  /** The answer to the request with that number. */
  record Response(int number, Command command, CspResponse response) implements CspPdu {}

  /** The octets an ECPDU carries. */
  default Octets encode() {
    OctetsBuilder to = Octets.builder();
    header(to, TlvType.MARKER, 4).u24(CspCodePoints.MARKER_OUI).u8(CspCodePoints.MARKER_VERSION);
    switch (this) {
      case Request(int number, CspRequest request) -> {
        command(to, request.command().code, false, number, Completion.SUCCESS);
        CspTlvs.put(to, request);
      }
      case Response(int number, Command command, CspResponse response) -> {
        command(to, command.code, true, number, response.completion());
        CspTlvs.put(to, response);
      }
      case Unanswerable(int number, int command, Completion because) ->
          command(to, command, true, number, because);
    }
    return to.build();
  }

  private static void command(
      OctetsBuilder to, int command, boolean response, int number, Completion completion) {
    header(to, TlvType.COMMAND, 5).u8(command).u8(response ? 1 : 0).u16(number);
    to.u8(completion.code);
  }

  /** The two octets in front of a TLV. */
  static OctetsBuilder header(OctetsBuilder to, TlvType type, int length) {
    return to.u16(type.code << 9 | length);
  }

  static Decoded<CspPdu> decode(Octets payload) {
    List<CspTlvs.Tlv> tlvs = new ArrayList<>();
    int at = 0;
    while (payload.size() - at >= 2) {
      int type = payload.u16(at) >>> 9;
      int length = payload.u16(at) & 0x1FF;
      if (payload.size() - at - 2 < length) {
        return Decoded.malformed(tlvs.isEmpty() ? NOT_OURS : CUT_SHORT, at);
      }
      if (type == 0 && length == 0 && !tlvs.isEmpty()) {
        break; // what follows pads a short frame
      }
      tlvs.add(new CspTlvs.Tlv(type, payload.slice(at + 2, length)));
      at += 2 + length;
    }
    if (tlvs.isEmpty() || !isMarker(tlvs.getFirst())) {
      return Decoded.malformed(NOT_OURS, 0);
    }
    if (tlvs.size() < 2 || !tlvs.get(1).is(TlvType.COMMAND) || tlvs.get(1).value().size() < 5) {
      return Decoded.malformed(NO_COMMAND, 6);
    }
    Octets command = tlvs.get(1).value();
    List<CspTlvs.Tlv> rest = tlvs.subList(2, tlvs.size());
    return command.u8(1) == 0 ? request(command, rest) : response(command, rest);
  }

  private static boolean isMarker(CspTlvs.Tlv tlv) {
    return tlv.is(TlvType.MARKER)
        && tlv.value().size() == 4
        && tlv.value().u24(0) == CspCodePoints.MARKER_OUI
        && tlv.value().u8(3) == CspCodePoints.MARKER_VERSION;
  }

  private static Decoded<CspPdu> request(Octets head, List<CspTlvs.Tlv> tlvs) {
    int number = head.u16(2);
    Optional<Command> command = Command.of(head.u8(0));
    if (command.isEmpty()) {
      return Decoded.value(new Unanswerable(number, head.u8(0), Completion.UNKNOWN_COMMAND));
    }
    Optional<CspRequest> request = CspTlvs.request(command.get(), tlvs);
    return Decoded.value(
        request.isPresent()
            ? new Request(number, request.get())
            : new Unanswerable(number, head.u8(0), Completion.INCOMPLETE));
  }

  private static Decoded<CspPdu> response(Octets head, List<CspTlvs.Tlv> tlvs) {
    Optional<Command> command = Command.of(head.u8(0));
    if (command.isEmpty()) {
      return Decoded.malformed(UNKNOWN_RESPONSE, 8);
    }
    Completion completion = Completion.of(head.u8(4));
    Optional<CspResponse> response =
        completion == Completion.SUCCESS
            ? CspTlvs.response(command.get(), tlvs)
            : Optional.of(new CspResponse.Done(completion));
    return response.isPresent()
        ? Decoded.value(new Response(head.u16(2), command.get(), response.get()))
        : Decoded.malformed(INCOMPLETE, 13);
  }
}
