package org.moorage.protocol.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.moorage.protocol.Octets;

/**
 * What some octets of a frame mean: a field, where it is, its value in words, and the fields inside
 * it.
 *
 * @param field the standard's name of the field
 * @param offset first octet, counted from the beginning of what was explained
 * @param length octets; 0 for a remark that stands for no octets of its own
 * @param words its value in words; may be empty where the parts say all
 * @param verdict whether something is wrong with it
 * @param parts in wire order
 */
public record Explanation(
    String field, int offset, int length, String words, Verdict verdict, List<Explanation> parts) {

  /** Whether the octets are as they should be. */
  public enum Verdict {
    FINE,
    /** Not understood; shown as hex. Not an error: receivers skip it. */
    UNKNOWN,
    /** Against the format; the words say how. */
    MALFORMED
  }

  public Explanation {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("octets " + offset + "+" + length);
    }
    parts = List.copyOf(parts);
  }

  /** Explains a frame, from its destination address on. Never throws, whatever the octets. */
  public static Explanation ofFrame(Octets frame) {
    return FrameWords.explain(frame);
  }

  /**
   * Explains a ratified VDP payload: the TLVs behind an ECP header, or some of them.
   *
   * @param payload offsets are counted from its beginning
   */
  public static Explanation ofVdp(Octets payload) {
    return FrameWords.explainVdp(payload);
  }

  /** The same for a place inside something whose own words say as much already. */
  Explanation withoutWords() {
    return new Explanation(field, offset, length, "", verdict, parts);
  }

  /** This and everything inside it, in wire order. */
  public Stream<Explanation> walk() {
    return Stream.concat(Stream.of(this), parts.stream().flatMap(Explanation::walk));
  }

  /** Everything found to be against the format. */
  public List<Explanation> problems() {
    return walk().filter(part -> part.verdict == Verdict.MALFORMED).toList();
  }

  /** Lines of text, two blanks further in for each level; every line ends with a line feed. */
  public String text() {
    List<String> lines = new ArrayList<>();
    print(0, lines);
    return String.join("\n", lines) + "\n";
  }

  private void print(int depth, List<String> lines) {
    String sign = verdict == Verdict.MALFORMED ? "! " : "";
    String colon = words.isEmpty() ? "" : ": ";
    lines.add("  ".repeat(depth) + sign + field + where() + colon + words);
    parts.forEach(part -> part.print(depth + 1, lines));
  }

  /** {@code " [14..17]"}, counted from 0; empty for a remark. */
  private String where() {
    return switch (length) {
      case 0 -> "";
      case 1 -> " [" + offset + "]";
      default -> " [" + offset + ".." + (offset + length - 1) + "]";
    };
  }
}
