package org.moorage.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.Needs;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.Noise;
import org.moorage.protocol.Octets;

class CaptureFileTest {

  private static final Instant TIME = Instant.parse("2026-11-21T20:13:48.123456789Z");
  private static final Octets FRAME = Octets.ofHex("0180c2000000 020000000b01 8940 14010001");
  private static final List<CapturedFrame> FRAMES =
      List.of(
          new CapturedFrame(TIME, FRAME),
          new CapturedFrame(TIME.plusMillis(3), FRAME.paddedTo(61)),
          new CapturedFrame(TIME.plusSeconds(9), FRAME, 1500));

  @Test
  void readsTheCapturedFrame() throws IOException {
    for (String name : org.moorage.protocol.CapturedFrame.CAPTURES) {
      List<Octets> expected =
          org.moorage.protocol.CapturedFrame.all(name).stream()
              .map(org.moorage.protocol.CapturedFrame::octets)
              .toList();
      List<Octets> read = read(Captures.bytes(name)).stream().map(CapturedFrame::frame).toList();
      assertThat(read).as(name).isEqualTo(expected);
    }
  }

  @Test
  void writesWhatItRead() throws IOException {
    assertThat(read(pcap(FRAMES))).isEqualTo(FRAMES);
    assertThat(read(pcapng(FRAMES))).isEqualTo(FRAMES);
  }

  @Test
  void namesCommentsAndFiguresStandBesideFramesThatAreReadAsWritten() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcapng(out, "Moorage", "vPort 7", "of leaf-1", 96);
    for (CapturedFrame frame : FRAMES) {
      writer.write(frame, CaptureWriter.Direction.OUTBOUND, "to the VM, dropped: denied");
    }
    writer.statistics(TIME, 9, 6, "6 frames came too fast");
    assertThat(read(out.toByteArray())).isEqualTo(FRAMES);
    assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("vPort 7", "of leaf-1", "dropped: denied", "6 frames came too fast");
  }

  @Test
  void aCommentIsCutWhereItIsLongerThanAnyOfOurs() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcapng(out);
    int before = out.size();
    writer.statistics(TIME, Long.MAX_VALUE, Long.MAX_VALUE, "x".repeat(100_000));
    assertThat(out.size() - before).isEqualTo(CaptureWriter.MAX_STATISTICS);
    writer.write(FRAMES.getFirst(), CaptureWriter.Direction.INBOUND, "");
    assertThat(read(out.toByteArray())).containsExactly(FRAMES.getFirst());
  }

  @Test
  void readsBothByteOrdersAndBothResolutionsOfPcap() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      assertThat(read(pcapByHand(order, 0xA1B2C3D4, 123_456)))
          .extracting(CapturedFrame::time)
          .containsExactly(Instant.parse("2026-11-21T20:13:48.123456Z"));
      assertThat(read(pcapByHand(order, 0xA1B23C4D, 123_456_789)))
          .containsExactly(new CapturedFrame(TIME, FRAME));
    }
  }

  @Test
  void readsSectionsOfEitherByteOrderAndSkipsBlocksItDoesNotKnow() throws IOException {
    byte[] little = sectionByHand(ByteOrder.LITTLE_ENDIAN);
    byte[] big = sectionByHand(ByteOrder.BIG_ENDIAN);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(little);
    both.write(big);
    CapturedFrame binaryTime =
        new CapturedFrame(Instant.ofEpochSecond(100, 500_000_000), FRAME, 99);
    CapturedFrame withoutTime = new CapturedFrame(Instant.EPOCH, FRAME);
    assertThat(read(both.toByteArray()))
        .containsExactly(binaryTime, withoutTime, binaryTime, withoutTime);
  }

  @Test
  void refusesEveryTruncationInsideATlv() throws IOException {
    for (byte[] file : List.of(pcap(FRAMES), pcapng(FRAMES))) {
      int wholeFrames = 0;
      for (int size = 0; size < file.length; size++) {
        byte[] cut = Arrays.copyOf(file, size);
        Decoded<CaptureReader> opened = CaptureReader.open(new ByteArrayInputStream(cut));
        if (opened instanceof Decoded.Value<CaptureReader>(CaptureReader reader)) {
          List<CapturedFrame> frames = all(reader);
          assertThat(frames).isEqualTo(FRAMES.subList(0, frames.size()));
          boolean betweenFrames = reader.problem().isEmpty() && frames.size() == wholeFrames + 1;
          assertThat(reader.problem().isPresent() || betweenFrames || frames.size() == wholeFrames)
              .isTrue();
          reader.problem().ifPresent(p -> assertThat(p.offset()).isLessThan(cut.length));
          wholeFrames = frames.size();
        }
      }
      assertThat(wholeFrames).isEqualTo(FRAMES.size() - 1);
    }
  }

  @Test
  void neverThrowsOnNoise() throws IOException {
    Noise noise = Noise.seeded(20261121);
    for (byte[] file :
        List.of(pcap(FRAMES), pcapng(FRAMES), sectionByHand(ByteOrder.LITTLE_ENDIAN))) {
      for (int i = 0; i < 3_000; i++) {
        byte[] changed = noise.damaged(Octets.of(file)).toArray();
        CaptureReader.open(new ByteArrayInputStream(changed))
            .toOptional()
            .ifPresent(reader -> assertThat(unchecked(reader)).hasSizeLessThan(1_000));
      }
    }
  }

  @Test
  void saysWhatAFileIsThatItCannotRead() throws IOException {
    assertThat(refusal(new byte[0])).isEqualTo("the file is too short to be a capture");
    assertThat(refusal("#!/bin/sh\necho hello\n".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo("the file is neither pcap nor pcapng");
    byte[] cooked = pcap(FRAMES);
    cooked[23] = 113;
    assertThat(refusal(cooked))
        .isEqualTo(
            "link type 113 (Linux cooked capture, from interface \"any\") is not Ethernet;"
                + " capture on one Ethernet interface");
  }

  @Test
  void aFrameLargerThanAnyIsAProblemAndTakesNoMemory() throws IOException {
    byte[] file = pcap(List.of(FRAMES.getFirst(), FRAMES.getFirst()));
    int second = 24 + 16 + FRAME.size();
    ByteBuffer.wrap(file).putInt(second + 8, 0x7FFF_FFFF).putInt(second + 12, 0x7FFF_FFFF);
    CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file)).orThrow();
    assertThat(all(reader)).hasSize(1);
    assertThat(reader.problem())
        .contains(
            new CaptureReader.Problem(
                "a frame of 2147483647 octets; at most 262144 are read", second));
  }

  @Test
  void otherToolsReadWhatIsWritten(@TempDir Path dir) throws IOException {
    Needs.program("tshark");
    for (byte[] file : List.of(pcap(FRAMES), pcapng(FRAMES))) {
      Path path = Files.write(dir.resolve("written"), file);
      assertThat(Tshark.fields(path, "frame.time_epoch", "frame.cap_len", "frame.len"))
          .containsExactly(
              List.of("1795292028.123456789", "18", "18"),
              List.of("1795292028.126456789", "61", "61"),
              List.of("1795292037.123456789", "18", "1500"));
    }
  }

  @Test
  void otherToolsReadNamesDirectionsAndComments(@TempDir Path dir) throws IOException {
    Needs.program("tshark");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcapng(out, "Moorage", "vPort 7", "of leaf-1", 96);
    writer.write(FRAMES.get(0), CaptureWriter.Direction.INBOUND, "from the VM");
    writer.write(FRAMES.get(1), CaptureWriter.Direction.OUTBOUND, "");
    writer.statistics(TIME, 3, 1, "1 frame came too fast");
    Path path = Files.write(dir.resolve("written"), out.toByteArray());
    assertThat(
            Tshark.fields(
                path, "frame.interface_name", "frame.packet_flags_direction", "frame.comment"))
        .containsExactly(
            List.of("vPort 7", "0x00000001", "from the VM"), List.of("vPort 7", "0x00000002", ""));
  }

  private static byte[] pcap(List<CapturedFrame> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcap(out);
    for (CapturedFrame frame : frames) {
      writer.write(frame);
    }
    return out.toByteArray();
  }

  private static byte[] pcapng(List<CapturedFrame> frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CaptureWriter writer = CaptureWriter.pcapng(out);
    for (CapturedFrame frame : frames) {
      writer.write(frame);
    }
    return out.toByteArray();
  }

  private static byte[] pcapByHand(ByteOrder order, int magic, int fraction) {
    ByteBuffer file = ByteBuffer.allocate(24 + 16 + FRAME.size()).order(order);
    file.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65535).putInt(1);
    file.putInt((int) TIME.getEpochSecond()).putInt(fraction);
    file.putInt(FRAME.size()).putInt(FRAME.size()).put(FRAME.toArray());
    return file.array();
  }

  /**
   * A section with an unknown block, a foreign interface and a frame of it, an interface that
   * counts time in 2^-10 seconds, an enhanced and a simple packet.
   */
  private static byte[] sectionByHand(ByteOrder order) {
    ByteBuffer file = ByteBuffer.allocate(4096).order(order);
    file.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0);
    file.putLong(-1).putInt(28);
    file.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
    file.putShort((short) 9).putShort((short) 1).put((byte) 0x8A).put(new byte[3]);
    file.putInt(0).putInt(32);
    file.putInt(0xBAD).putInt(16).putInt(77).putInt(16);
    file.putInt(1).putInt(20).putShort((short) 113).putShort((short) 0).putInt(0).putInt(20);
    enhanced(file, 0, 100 * 1024 + 512, 99);
    enhanced(file, 1, 0, 99);
    file.putInt(3).putInt(36).putInt(FRAME.size()).put(FRAME.paddedTo(20).toArray()).putInt(36);
    return Arrays.copyOf(file.array(), file.position());
  }

  private static void enhanced(ByteBuffer file, int on, int units, int onTheWire) {
    file.putInt(6).putInt(52).putInt(on).putInt(0).putInt(units);
    file.putInt(FRAME.size()).putInt(onTheWire).put(FRAME.paddedTo(20).toArray()).putInt(52);
  }

  private static List<CapturedFrame> read(byte[] file) throws IOException {
    CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file)).orThrow();
    List<CapturedFrame> frames = all(reader);
    assertThat(reader.problem()).isEmpty();
    return frames;
  }

  private static List<CapturedFrame> unchecked(CaptureReader reader) {
    try {
      return all(reader);
    } catch (IOException fromMemory) {
      throw new AssertionError(fromMemory);
    }
  }

  private static List<CapturedFrame> all(CaptureReader reader) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    Optional<CapturedFrame> next = reader.next();
    while (next.isPresent()) {
      frames.add(next.get());
      next = reader.next();
    }
    return frames;
  }

  private static String refusal(byte[] file) throws IOException {
    return switch (CaptureReader.open(new ByteArrayInputStream(file))) {
      case Decoded.Malformed<CaptureReader>(String reason, int offset) -> reason;
      case Decoded.Value<CaptureReader> opened -> "read";
    };
  }
}
