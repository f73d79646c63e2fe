package org.moorage.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moorage.protocol.CapturedFrame;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.Explanation.Verdict;

class ExplanationTest {

  private static final Path GOLDEN = Path.of("src/test/resources/captures/explained.txt");

  private static final String NEAREST_BRIDGE = "0180c200000e 020000000a01 ";
  private static final String CUSTOMER_BRIDGE = "0180c2000000 020000000a01 ";
  private static final String LLDP_HEAD = "88cc 020704020000000a01 040703020000000a01 06020078 ";
  private static final String MANAGER = "0a10 6d616e61676572310000000000000000 ";
  private static final String ASSOCIATION = "00 123456 02 05 00112233445566778899aabbccddee01 ";

  /** Captured frames: capture, then numbers. */
  private static final Map<String, List<Integer>> CAPTURED = captured();

  /** Frames no capture has, and what is about them. */
  private static final Map<String, String> MADE_UP = madeUp();

  private static Map<String, List<Integer>> captured() {
    Map<String, List<Integer>> chosen = new LinkedHashMap<>();
    chosen.put(
        "run1", List.of(1, 2, 5, 18, 19, 20, 22, 30, 34, 38, 42, 46, 50, 84, 234, 236, 246, 386));
    chosen.put("run4", List.of(18));
    chosen.put("draft", List.of(1, 3, 21, 22, 42));
    return chosen;
  }

  private static Map<String, String> madeUp() {
    Map<String, String> frames = new LinkedHashMap<>();
    frames.put(
        "an S-TAG and a C-TAG", "ffffffffffff 020000000a01 88a8 0065 8100 7064 0800 45000014");
    frames.put("an E-TAG", "020000000c01 020000000a01 893f 60000345 0012 86dd 6000");
    frames.put(
        "NVGRE, and its Ethernet padding",
        "020000000b04 020000000b03 0800 4500003e 00004000 802f0000 c0a8010a c0a80214"
            + " 20006558 001389aa 020000000002 020000000001 0800 4500001400000000400000000a01010b"
            + " 0a01010c 0000");
    frames.put(
        "NVGRE over IPv6 with a C-TAG inside",
        "020000000b04 020000000b03 86dd 60000000 001a 2f80 fd000000000000000000000000000001"
            + " fd000000000000000000000000000002 20006558 001389aa 020000000002 020000000001"
            + " 8100 0064 0800");
    frames.put(
        "GRE with a checksum",
        "020000000b04 020000000b03 0800 45000024 00004000 802f0000 c0a8010a c0a80214"
            + " a0006558 00000000 001389aa 01020304");
    frames.put("a VN-Tag", "020000000c01 020000000a01 8926 80058007 0806 0001");
    frames.put("an IEEE 802.3 length", "0180c2000000 020000000a01 0026 4242030000");
    frames.put(
        "CDCP: a station wants an S-channel",
        "0180c2000003 020000000a01 " + LLDP_HEAD + "fe0e 0080c2 0e 880000a7 001001 002000 0000");
    frames.put(
        "CDCP with half a pair",
        "0180c2000003 020000000a01 " + LLDP_HEAD + "fe0d 0080c2 0e 080000a7 001001 0020 0000");
    frames.put(
        "Port Extension TLV",
        CUSTOMER_BRIDGE + LLDP_HEAD + "fe11 0080c2 0f 80 0200000000e1 0200000000e2 0000");
    frames.put(
        "every basic TLV and some of IEEE 802",
        NEAREST_BRIDGE
            + "88cc 0204 0761622f 0404 05657468 06020000 0803 75 1b6b 0a05 6c6561662d"
            + " 0c02 4f6b 0e04 0014 0004 100c 05 01 c0000201 02 00000007 00"
            + " fe06 0080c2 01 0064 fe0a 0080c2 03 0064 03 776562 fe09 0080c2 07 03 00000009"
            + " fe06 00120f 04 05ee fe05 001122 09 aa 1201 ff 0000");
    frames.put(
        "an LLDPDU that leaves",
        CUSTOMER_BRIDGE + "88cc 020704020000000a01 040703020000000a01 06020000 0000");
    frames.put(
        "an LLDPDU without Port ID, EVB TLV too short, no end",
        CUSTOMER_BRIDGE + "88cc 020704020000000a01 06020078 fe06 0080c2 0d 0006 020103");
    frames.put("an LLDP TLV beyond the end", CUSTOMER_BRIDGE + "88cc 020704020000000a01 04ff03");
    frames.put("an ECP version nobody speaks", CUSTOMER_BRIDGE + "8940 20010007 0a10");
    frames.put("ECP for a port extender", CUSTOMER_BRIDGE + "8940 10020007 0102");
    frames.put("ECP header cut short", CUSTOMER_BRIDGE + "8940 1001");
    frames.put(
        "VDP with everything wrong",
        CUSTOMER_BRIDGE
            + "8940 10010009 "
            + "0631 c7 123456 02 09 00112233445566778899aabbccddee01 04 0003"
            + " 00000000 0180c2000000 0fff 12345678 525400112233 7000"
            + " 1403 aabbcc "
            + MANAGER
            + MANAGER
            + "061c "
            + ASSOCIATION
            + "09 0001 000102"
            + " 0602 0000 06ff");
    frames.put(
        "addresses of VMs from Cisco, Oracle and somebody else",
        CUSTOMER_BRIDGE
            + "8940 1001000a "
            + MANAGER
            + "0621 "
            + ASSOCIATION
            + "02 0001 525400112233 0000 fe27 00000c f2 03 00000000000000000000525400112233 0002"
            + " 20010db8000000000000000000000001 fe1a 00000c f2 01 00000000000000000000ffffc0000201"
            + " 0001 0a0000 fe05 0003ba 01 01 fe05 001122 0505 fe02 0000 0000");
    frames.put(
        "draft VDP refused, unknown mode, and not ours",
        NEAREST_BRIDGE
            + "88b7 001b3f 0000 00 00 0008 fe26 001b3f 02 03 02 0c 123456 01"
            + " fa9b7fffb0a048938e0ebeef4ff18f8f 02 0001 525400c73ece 0003 fe26 001b3f 02 07 09 0c"
            + " 123456 01 fa9b7fffb0a048938e0ebeef4ff18f8f 02 0002 525400c73ece 0003 fe06 001b3f 02"
            + " 0000 0a02 0000 0000");
    frames.put(
        "another use of the OUI extended EtherType", NEAREST_BRIDGE + "88b7 001122 0007 0102");
    frames.put("half a header", "0180c2000000 0200");
    frames.put("half a tag", "0180c2000000 020000000a01 8100 00");
    return frames;
  }

  @Test
  void theChosenFramesAreExplainedAsWrittenDown() throws IOException {
    StringBuilder explained = new StringBuilder();
    CAPTURED.forEach((capture, numbers) ->
        numbers.forEach(number ->
            append(
                explained,
                capture + " frame " + number,
                CapturedFrame.all(capture).get(number - 1).octets())));
    MADE_UP.forEach((about, hex) -> append(explained, about, Octets.ofHex(hex)));
    if (Boolean.getBoolean("moorage.write-docs")) {
      Files.writeString(GOLDEN, explained);
    }
    assertThat(explained.toString()).isEqualTo(Files.readString(GOLDEN, StandardCharsets.UTF_8));
  }

  @Test
  void everyOctetOfEveryCapturedFrameIsExplained() {
    everyFrame().forEach(frame -> assertCovers(Explanation.ofFrame(frame), frame));
  }

  @Test
  void whatRealPeersSayIsUnderstoodToItsLastField() {
    for (String capture : List.of("run1", "draft")) {
      for (CapturedFrame captured : CapturedFrame.all(capture)) {
        Explanation explanation = Explanation.ofFrame(captured.octets());
        assertThat(explanation.walk().map(Explanation::verdict))
            .as(capture + " " + captured.number() + "\n" + explanation.text())
            .containsOnly(Verdict.FINE);
      }
    }
  }

  @Test
  void everyTruncationIsExplainedToItsLastOctet() {
    for (String hex : MADE_UP.values()) {
      truncate(Octets.ofHex(hex));
    }
    for (int number : List.of(5, 46, 246)) {
      truncate(CapturedFrame.all("run1").get(number - 1).octets());
    }
    truncate(CapturedFrame.all("draft").get(41).octets());
  }

  @Test
  void neverThrowsOnNoise() {
    Noise noise = Noise.seeded(4711);
    List<Octets> frames = everyFrame();
    for (int i = 0; i < 5_000; i++) {
      Octets frame = frames.get(noise.random().nextInt(frames.size()));
      Octets changed = noise.damaged(frame);
      assertCovers(Explanation.ofFrame(changed), changed);
      Octets random = frame.slice(0, 14).plus(noise.octets(200));
      assertCovers(Explanation.ofFrame(random), random);
      Octets payload = noise.octets(100);
      assertThat(Explanation.ofVdp(payload).text()).isNotEmpty();
    }
  }

  @Test
  void aFrameOfMoreTlvsThanAnyoneReadsStaysBounded() {
    Octets frame =
        Octets.ofHex(CUSTOMER_BRIDGE + "8940 10010001").plus(Octets.ofHex("1200".repeat(100_000)));
    Explanation explanation = Explanation.ofFrame(frame);
    assertThat(explanation.walk().count()).isLessThan(5L * Telling.MAX_PARTS);
    assertThat(explanation.text()).contains("more [").contains("not told one by one");
  }

  @Test
  void textFromTheWireCannotMoveTheCursor() {
    Octets frame = Octets.ofHex(CUSTOMER_BRIDGE + LLDP_HEAD + "0a09 1b5b324a e4bda0 2200 0000");
    assertThat(Explanation.ofFrame(frame).text())
        .contains("\"\\u001b[2J你\\u0022\\u0000\"")
        .doesNotContain("\u001b");
  }

  @Test
  void aVdpPayloadAloneIsExplainedFromItsOwnBeginning() {
    Octets payload =
        Octets.ofHex(MANAGER + "0621 " + ASSOCIATION + "02 0001 525400112233 0064 0000");
    Explanation explanation = Explanation.ofVdp(payload);
    assertThat(explanation.words())
        .isEqualTo(
            "VDP Associate of 00112233-4455-6677-8899-aabbccddee01, type 1193046/2: request");
    assertThat(explanation.parts().getFirst().offset()).isZero();
    assertCovers(explanation, payload);
  }

  private static void append(StringBuilder explained, String about, Octets frame) {
    explained.append("== ").append(about).append('\n');
    explained.append(frame.hex()).append('\n');
    explained.append(Explanation.ofFrame(frame).text()).append('\n');
  }

  private static List<Octets> everyFrame() {
    return CapturedFrame.CAPTURES.stream()
        .flatMap(capture -> CapturedFrame.all(capture).stream())
        .map(CapturedFrame::octets)
        .toList();
  }

  private static void truncate(Octets frame) {
    for (int size = 0; size < frame.size(); size++) {
      Octets cut = frame.slice(0, size);
      assertCovers(Explanation.ofFrame(cut), cut);
    }
  }

  /** Every octet belongs to a part that has no parts; parts lie inside what they are part of. */
  private static void assertCovers(Explanation explanation, Octets octets) {
    BitSet told = new BitSet();
    explanation
        .walk()
        .filter(part -> part.parts().isEmpty())
        .forEach(part -> told.set(part.offset(), part.offset() + part.length()));
    if (told.cardinality() != octets.size() || told.length() != octets.size()) {
      throw new AssertionError(told + " told of " + octets.hex() + "\n" + explanation.text());
    }
  }
}
