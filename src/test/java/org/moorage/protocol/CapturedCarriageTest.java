package org.moorage.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.protocol.ecp.DraftEcpdu;
import org.moorage.protocol.ecp.EcpOperation;
import org.moorage.protocol.ecp.EcpSubtype;
import org.moorage.protocol.ecp.Ecpdu;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;
import org.moorage.protocol.evb.DraftEvbTlv;
import org.moorage.protocol.evb.EvbTlv;
import org.moorage.protocol.lldp.Lldpdu;

/** Every frame of every capture, read by us and by tshark, and the EVB conversations in words. */
class CapturedCarriageTest {

  static Stream<String> captures() {
    return CapturedFrame.CAPTURES.stream();
  }

  @ParameterizedTest
  @MethodSource("captures")
  void readsEveryFrameAsTsharkDoes(String capture) throws IOException {
    List<String> theirs =
        resource(capture + ".tshark.txt").lines().filter(line -> !line.startsWith("#")).toList();
    List<String> ours =
        CapturedFrame.all(capture).stream()
            .map(frame -> frame.number() + " " + carriage(frame.frame()))
            .toList();
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertThat(ours.get(i)).isEqualTo(refused(theirs.get(i)));
    }
  }

  @ParameterizedTest
  @MethodSource("captures")
  void readsTheConversationInWords(String capture) throws IOException {
    String text = conversation(capture);
    if (Boolean.getBoolean("moorage.write-docs")) {
      Files.writeString(Path.of("src/test/resources/captures", capture + ".evb.txt"), text);
    }
    assertThat(text).isEqualTo(resource(capture + ".evb.txt"));
  }

  /** What each side says in LLDP, whenever it says something new. */
  private static String conversation(String capture) {
    StringBuilder text = new StringBuilder("# What the LLDP frames of " + capture + ".hex say.\n");
    Map<Octets, Lldpdu> last = new HashMap<>();
    for (CapturedFrame captured : CapturedFrame.all(capture)) {
      EthernetFrame frame = captured.frame();
      if (frame.type().equals(EtherType.LLDP)) {
        Lldpdu pdu = Lldpdu.decode(frame.payload()).orThrow();
        if (!Objects.equals(last.put(pdu.chassisId(), pdu), pdu)) {
          text.append(captured.number()).append(' ').append(frame.source());
          text.append(" ttl ").append(pdu.ttlSeconds()).append(": ").append(evb(pdu));
          text.append('\n');
        }
      }
    }
    return text.toString();
  }

  private static String evb(Lldpdu pdu) {
    Optional<Object> ratified = EvbTlv.in(pdu).map(Decoded::orThrow);
    Optional<Object> draft = DraftEvbTlv.in(pdu).map(Decoded::orThrow);
    return ratified.or(() -> draft).map(Object::toString).orElse("no EVB TLV");
  }

  private static String carriage(EthernetFrame frame) {
    if (frame.type().equals(EtherType.LLDP)) {
      return "lldp ttl=" + Lldpdu.decode(frame.payload()).orThrow().ttlSeconds();
    }
    if (frame.type().equals(EtherType.ECP)) {
      return switch (Ecpdu.decode(frame.payload())) {
        case Decoded.Value<Ecpdu>(Ecpdu pdu) ->
            "ecp version=1 operation=%d subtype=%d sequence=%d"
                .formatted(
                    pdu.operation() == EcpOperation.REQUEST ? 0 : 1,
                    pdu.subtype() == EcpSubtype.VDP ? 1 : 2,
                    pdu.sequence());
        case Decoded.Malformed<Ecpdu>(String reason, int offset) -> "refused: " + reason;
      };
    }
    DraftEcpdu pdu = DraftEcpdu.decode(frame.payload()).orThrow();
    return "draft-ecp mode=%d sequence=%d"
        .formatted(pdu.operation() == EcpOperation.REQUEST ? 0 : 1, pdu.sequence());
  }

  /** What must become of a line of tshark's that shows an ECPDU nobody should act on. */
  private static String refused(String line) {
    String number = line.substring(0, line.indexOf(' '));
    if (line.contains("ecp version=2")) {
      return number + " refused: ECP version is not 1";
    }
    if (line.contains("subtype=9")) {
      return number + " refused: ECP subtype is unknown";
    }
    return line;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CapturedCarriageTest.class.getResourceAsStream("/captures/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
