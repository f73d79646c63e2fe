package org.moorage.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.protocol.Octets;

/**
 * Reads the captures with tshark too and compares. Left out is what tshark 4.0 gets wrong: the
 * count of filter entries and therefore the entries, and the bits of the VID field.
 */
class CrossReadTest {

  private static final List<String> RATIFIED = List.of("run1", "run4", "exp", "exp2");

  @TempDir private Path dir;

  @Test
  void etherTypesAndEcpHeadersAreTheSame() throws IOException {
    Needs.program("tshark");
    int compared = 0;
    for (String name : RATIFIED) {
      List<List<String>> theirs = fields(name, "eth.type", "ecp.op", "ecp.subtype", "ecp.seqno");
      List<Octets> frames = frames(name);
      assertThat(theirs).hasSameSizeAs(frames);
      for (int i = 0; i < frames.size(); i++) {
        Explanation ours = Explanation.ofFrame(frames.get(i));
        assertThat(words(ours, "EtherType").substring(0, 6)).isEqualTo(theirs.get(i).get(0));
        if (theirs.get(i).get(3).isEmpty()) {
          continue;
        }
        boolean ack = Integer.decode(theirs.get(i).get(1)) == 1;
        int subtype = Integer.decode(theirs.get(i).get(2));
        assertThat(words(ours, "version, operation, subtype"))
            .contains(ack ? "ACK" : "request", "subtype " + subtype + " ");
        assertThat(words(ours, "sequence number"))
            .isEqualTo(Integer.decode(theirs.get(i).get(3)).toString());
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(500);
  }

  @Test
  void statusAndIdentifiersOfVdpAreTheSame() throws IOException {
    Needs.program("tshark");
    int compared = 0;
    for (String name : RATIFIED) {
      List<List<String>> theirs =
          fields(
              name,
              "vdp21.assoc.error",
              "vdp21.assoc.response_flags",
              "vdp21.vsitypeid",
              "vdp21.vsiversion",
              "vdp21.VSIID");
      List<Octets> frames = frames(name);
      for (int i = 0; i < frames.size(); i++) {
        List<String> expected = theirs.get(i);
        if (expected.get(0).isEmpty() || expected.get(0).contains(",")) {
          continue; // of several TLVs tshark does not say which value is whose
        }
        Explanation ours = Explanation.ofFrame(frames.get(i));
        int status = Integer.decode(expected.get(1)) << 4 | Integer.decode(expected.get(0));
        assertThat(words(ours, "status")).startsWith(String.format("0x%02x: ", status));
        assertThat(words(ours, "VSI type ID")).endsWith("(" + expected.get(2) + ")");
        assertThat(words(ours, "VSI type version"))
            .isEqualTo(Integer.decode(expected.get(3)).toString());
        Octets id = Octets.ofHex(expected.get(4));
        if (words(ours, "VSIID format").startsWith("5")) {
          assertThat(words(ours, "VSIID")).isEqualTo(new UUID(id.u64(0), id.u64(8)).toString());
        }
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  @Test
  void draftHeadersAndIdentifiersAreTheSame() throws IOException {
    Needs.program("tshark");
    int compared = 0;
    List<List<String>> theirs =
        fields(
            "draft",
            "ecp.mode",
            "ecp.seq",
            "ecp.vdp.mode",
            "ecp.vdp.response",
            "ecp.vdp.instanceid");
    List<Octets> frames = frames("draft");
    for (int i = 0; i < frames.size(); i++) {
      List<String> expected = theirs.get(i);
      if (expected.get(1).isEmpty()) {
        continue;
      }
      Explanation ours = Explanation.ofFrame(frames.get(i));
      assertThat(words(ours, "sequence number"))
          .isEqualTo(Integer.decode(expected.get(1)).toString());
      assertThat(allWords(ours, "VSI instance ID").replace("-", ""))
          .isEqualTo(expected.get(4).toLowerCase(Locale.ROOT));
      compared += expected.get(4).isEmpty() ? 0 : 1;
    }
    assertThat(compared).isGreaterThan(10);
  }

  private List<List<String>> fields(String capture, String... fields) throws IOException {
    Path file = Files.write(dir.resolve(capture), Captures.bytes(capture));
    return Tshark.fields(file, fields);
  }

  private static List<Octets> frames(String capture) {
    return org.moorage.protocol.CapturedFrame.all(capture).stream()
        .map(org.moorage.protocol.CapturedFrame::octets)
        .toList();
  }

  private static String words(Explanation explanation, String field) {
    Optional<Explanation> found =
        explanation.walk().filter(part -> part.field().equals(field)).findFirst();
    assertThat(found).as(field + " in\n" + explanation.text()).isPresent();
    return found.orElseThrow().words();
  }

  private static String allWords(Explanation explanation, String field) {
    return explanation
        .walk()
        .filter(part -> part.field().equals(field))
        .map(Explanation::words)
        .collect(Collectors.joining(","));
  }
}
