package org.moorage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.CaptureWriter;
import org.moorage.protocol.capture.CapturedFrame;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DecodeCommandTest {

  @TempDir private Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path capture = Path.of("");

  @BeforeEach
  void layOutTheCapture() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/captures/run1.pcap")) {
      capture = Files.write(dir.resolve("run1.pcap"), Objects.requireNonNull(in).readAllBytes());
    }
  }

  @Test
  void everyFrameIsToldWithItsTimeAndItsFieldsAndTheWholeIsSummedUp() {
    assertThat(decode(capture.toString())).isZero();
    assertThat(out.toString())
        .contains(
            """
            #236  2026-11-21T20:15:35.458175Z  +106.518380 s  71 octets
              02:00:00:00:0b:01 > 01:80:c2:00:00:00, ECP request 54, VDP Associate of \
            00112233-4455-6677-8899-aabbccddee08, type 205/2: answer: success
            """)
        .contains("        entry 1 [63..70]: MAC 52:54:00:11:22:81, VID 205")
        .contains("R: up to 3 retries; RTE 14: resend after 163.84 ms")
        .contains("\n579 frames in ")
        .containsPattern(" +\\d+  ECP ACK\n")
        .containsPattern(" +\\d+  LLDP\n");
    assertThat(out.toString().lines().filter(line -> line.startsWith("#"))).hasSize(579);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void jsonHasEveryFrameAndTheSameSummary() {
    assertThat(decode("--json", capture.toString())).isZero();
    JsonNode read = JsonMapper.shared().readTree(out.toString());
    assertThat(read.at("/frames").size()).isEqualTo(579);
    assertThat(read.at("/frames/17/explanation/words").asString())
        .contains("ECP request 1, VDP Pre-Associate of 00112233-4455-6677-8899-aabbccddee01");
    assertThat(read.at("/frames/17/explanation/parts/0/field").asString()).isEqualTo("Destination");
    assertThat(read.at("/summary/frames").asInt()).isEqualTo(579);
    long kinds = read.at("/summary/kinds").valueStream().mapToLong(JsonNode::asLong).sum();
    assertThat(kinds).isEqualTo(579);
  }

  @Test
  void aDamagedCaptureGivesWhatWasReadableAndStatusOne() throws IOException {
    byte[] whole = Files.readAllBytes(capture);
    Path cut = Files.write(dir.resolve("cut.pcap"), Arrays.copyOf(whole, 200));
    assertThat(decode(cut.toString())).isEqualTo(1);
    assertThat(out.toString()).contains("#2  ").doesNotContain("#3  ").contains("\n2 frames in ");
    assertThat(err.toString())
        .isEqualTo(
            "moorage decode: "
                + cut
                + ": the file ends inside a frame of 60 octets, at octet 176\n");
  }

  @Test
  void aFrameAgainstItsFormatIsMarkedAndIsNoFailure() throws IOException {
    Path file = dir.resolve("bad.pcapng");
    try (OutputStream stream = Files.newOutputStream(file)) {
      CaptureWriter writer = CaptureWriter.pcapng(stream);
      Octets frame = Octets.ofHex("0180c2000000 020000000a01 8940 1001 0001 0a1000");
      writer.write(new CapturedFrame(Instant.EPOCH, frame, 60));
    }
    assertThat(decode(file.toString())).isZero();
    assertThat(out.toString())
        .contains("60 octets, 21 of them captured")
        .contains("! VSI Manager ID [18..20]: claims 16 octets, has 1")
        .contains("1 of them against their format");
  }

  @Test
  void whatIsNotACaptureIsSaidInOneSentence() throws IOException {
    Path text = Files.writeString(dir.resolve("notes.txt"), "not a capture at all");
    assertThat(decode(text.toString())).isEqualTo(1);
    assertThat(err.toString())
        .isEqualTo("moorage decode: " + text + ": the file is neither pcap nor pcapng\n");
  }

  @Test
  void aMissingFileAndADirectoryAreWrongUse() {
    assertThat(decode(dir.resolve("none.pcap").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file " + dir.resolve("none.pcap"));
    assertThat(decode(dir.toString())).isEqualTo(2);
    assertThat(err.toString()).contains(dir + " is a directory; name a capture file in it");
    assertThat(decode()).isEqualTo(2);
  }

  @Test
  void aCaptureComesInThroughTheStandardInputToo() throws IOException {
    InputStream before = System.in;
    try (InputStream in = Files.newInputStream(capture)) {
      System.setIn(in);
      assertThat(decode("-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString()).contains("579 frames in ");
  }

  private int decode(String... arguments) {
    return new CommandLine(new DecodeCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
