package org.moorage.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.moorage.protocol.ethernet.EtherType;
import org.moorage.protocol.ethernet.EthernetFrame;

/**
 * One frame of a capture kept as text under {@code captures/} (number, seconds, octets a line).
 *
 * @param number from 1, as packet tools count
 * @param at time since the first frame
 */
public record CapturedFrame(int number, Duration at, Octets octets) {

  /** Every capture there is. */
  public static final List<String> CAPTURES = List.of("run1", "run4", "exp", "exp2", "draft");

  /** All frames of a capture, in order. */
  public static List<CapturedFrame> all(String capture) {
    String path = "/captures/" + capture + ".hex";
    try (InputStream in = CapturedFrame.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalArgumentException("no capture " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(CapturedFrame::parse)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The frames of every capture that have this EtherType. */
  public static List<EthernetFrame> everywhere(EtherType type) {
    return CAPTURES.stream()
        .flatMap(capture -> all(capture).stream())
        .map(CapturedFrame::frame)
        .filter(frame -> frame.type().equals(type))
        .toList();
  }

  /** One frame of a capture. */
  public static EthernetFrame frame(String capture, int number) {
    return all(capture).get(number - 1).frame();
  }

  public EthernetFrame frame() {
    return EthernetFrame.decode(octets).orThrow();
  }

  private static CapturedFrame parse(String line) {
    String[] parts = line.split(" ", 3);
    return new CapturedFrame(
        Integer.parseInt(parts[0]), Duration.parse("PT" + parts[1] + "S"), Octets.ofHex(parts[2]));
  }
}
