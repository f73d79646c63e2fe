package org.moorage.manager.decode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.console.Problem;
import org.moorage.protocol.Decoded;
import org.moorage.protocol.capture.CaptureReader;
import org.moorage.protocol.capture.CapturedFrame;
import org.moorage.protocol.capture.Explanation;
import org.springframework.http.HttpStatus;

/**
 * A capture explained, as {@code moorage decode --json} tells it.
 *
 * @param frames at most {@link #MAX_FRAMES}
 */
record Decoding(List<Frame> frames, Summary summary) {

  /** Octets of a capture taken. */
  static final int MAX_OCTETS = 4 << 20;

  static final int MAX_FRAMES = 10_000;

  /**
   * Fields shown of all frames together; frames of many small TLVs could otherwise fill the memory.
   */
  private static final int MAX_PARTS = 400_000;

  private static final int MAX_DEPTH = 5;

  /** One frame of the capture. */
  record Frame(int number, Instant time, double after, int size, String octets, Part explanation) {

    public boolean malformed() {
      return explanation.malformed();
    }

    /** The fields as a page shows them: one below the other. */
    public List<Line> lines() {
      List<Line> lines = new ArrayList<>();
      explanation.parts().forEach(part -> part.tell(0, lines));
      return lines;
    }
  }

  /** A field, and how far in it stands. */
  record Line(int depth, Part part) {}

  /** A field of a frame and what is inside it. */
  record Part(
      String field, int offset, int length, String words, String verdict, List<Part> parts) {

    static Part of(Explanation of) {
      return new Part(
          of.field(),
          of.offset(),
          of.length(),
          of.words(),
          of.verdict().name().toLowerCase(Locale.ROOT),
          of.parts().stream().map(Part::of).toList());
    }

    private void tell(int depth, List<Line> lines) {
      lines.add(new Line(Math.min(depth, MAX_DEPTH), this));
      parts.forEach(part -> part.tell(depth + 1, lines));
    }

    /** {@code 14..17}, counted from 0; empty for a remark. */
    public String where() {
      return switch (length) {
        case 0 -> "";
        case 1 -> Integer.toString(offset);
        default -> offset + ".." + (offset + length - 1);
      };
    }

    public boolean malformed() {
      return verdict.equals("malformed") || parts.stream().anyMatch(Part::malformed);
    }
  }

  /**
   * What it all was.
   *
   * @param problem why reading ended early; null when it did not
   */
  record Summary(int frames, int malformed, long skipped, @Nullable String problem) {}

  /**
   * Reads a capture. Whatever it holds, this ends, and with a sentence when nothing comes of it.
   */
  static Decoding of(InputStream octets) throws IOException {
    try (InputStream in = new BufferedInputStream(octets)) {
      return switch (CaptureReader.open(in)) {
        case Decoded.Malformed<CaptureReader>(String reason, int offset) ->
            throw Problem.said(HttpStatus.BAD_REQUEST, "bad-capture", "file", reason);
        case Decoded.Value<CaptureReader>(CaptureReader reader) -> read(reader);
      };
    }
  }

  private static Decoding read(CaptureReader reader) throws IOException {
    List<Frame> frames = new ArrayList<>();
    long parts = 0;
    int malformed = 0;
    String problem = null;
    Optional<CapturedFrame> next = reader.next();
    Instant first = next.map(CapturedFrame::time).orElse(Instant.EPOCH);
    while (next.isPresent()) {
      CapturedFrame captured = next.get();
      Explanation explanation = Explanation.ofFrame(captured.frame());
      parts += explanation.walk().count();
      if (frames.size() == MAX_FRAMES || parts > MAX_PARTS) {
        problem = "only the first " + frames.size() + " frames are shown";
        break;
      }
      malformed += explanation.problems().isEmpty() ? 0 : 1;
      frames.add(
          new Frame(
              frames.size() + 1,
              captured.time(),
              Duration.between(first, captured.time()).toNanos() / 1e9,
              captured.originalSize(),
              captured.frame().hex(),
              Part.of(explanation)));
      next = reader.next();
    }
    if (problem == null) {
      problem =
          reader
              .problem()
              .map(found -> found.reason() + ", at octet " + found.offset())
              .orElse(null);
    }
    return new Decoding(frames, new Summary(frames.size(), malformed, reader.skipped(), problem));
  }
}
