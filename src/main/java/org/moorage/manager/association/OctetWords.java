package org.moorage.manager.association;

import java.util.ArrayList;
import java.util.List;
import org.moorage.protocol.Octets;
import org.moorage.protocol.capture.Explanation;
import org.moorage.protocol.capture.Explanation.Verdict;
import org.moorage.protocol.vdp.VsiManagerId;

/** The octets of a story's step, field by field in words: a TLV of either edition of VDP. */
final class OctetWords {

  /** A story's TLV and those behind it; a frame has no room for more. */
  private static final int MAX_HEX = 2 * 1_500;

  private static final Octets MANAGER =
      Octets.builder().u16(5 << 9 | VsiManagerId.SIZE).zeros(VsiManagerId.SIZE).build();

  /** Two addresses, EtherType, OUI and protocol, then subtype, mode and sequence number. */
  private static final Octets DRAFT_HEADER =
      Octets.ofHex("0180c200000002000000000188b7" + "001b3f0000" + "00000000");

  private static final int DRAFT_OUI = 0x00_1B3F;
  private static final int ORGANIZATIONAL = 127;
  private static final int OUI_END = 5;

  private OctetWords() {}

  /**
   * A field.
   *
   * @param depth how many fields it is inside of
   * @param octets in hex, in groups of four octets; empty for a remark
   * @param wrong it is against the format
   */
  record Field(
      int depth, String name, int from, int length, String octets, String words, boolean wrong) {

    /** {@code 14..17}, counted from 0; empty for a remark. */
    public String place() {
      return switch (length) {
        case 0 -> "";
        case 1 -> Integer.toString(from);
        default -> from + ".." + (from + length - 1);
      };
    }
  }

  /** Nothing for what is not hex. */
  static List<Field> explain(String hex) {
    if (hex.length() > MAX_HEX || !hex.matches("(?:[0-9a-fA-F]{2})+")) {
      return List.of();
    }
    Octets octets = Octets.ofHex(hex);
    boolean draft =
        octets.size() >= OUI_END
            && octets.u8(0) >>> 1 == ORGANIZATIONAL
            && octets.u24(2) == DRAFT_OUI;
    Octets before = draft ? DRAFT_HEADER : MANAGER;
    Explanation whole =
        draft ? Explanation.ofFrame(before.plus(octets)) : Explanation.ofVdp(before.plus(octets));
    List<Field> fields = new ArrayList<>();
    for (Explanation part : draft ? inside(whole, "Draft VDP") : whole.parts()) {
      boolean ours = part.offset() >= before.size() && !part.field().equals("End TLV");
      if (ours) {
        add(part, 0, before.size(), octets, fields);
      }
    }
    return List.copyOf(fields);
  }

  private static List<Explanation> inside(Explanation whole, String field) {
    return whole
        .walk()
        .filter(part -> part.field().equals(field))
        .findFirst()
        .map(Explanation::parts)
        .orElse(List.of());
  }

  private static void add(
      Explanation part, int depth, int shift, Octets octets, List<Field> fields) {
    int from = part.offset() - shift;
    boolean leaf = part.parts().isEmpty();
    String hex = leaf ? grouped(octets.slice(from, part.length()).hex()) : "";
    fields.add(
        new Field(
            depth,
            part.field(),
            from,
            part.length(),
            hex,
            part.words(),
            part.verdict() == Verdict.MALFORMED));
    part.parts().forEach(inner -> add(inner, depth + 1, shift, octets, fields));
  }

  private static String grouped(String hex) {
    return hex.replaceAll("(.{8})(?=.)", "$1 ");
  }
}
