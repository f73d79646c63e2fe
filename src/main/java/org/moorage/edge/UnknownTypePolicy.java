package org.moorage.edge;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** What a VSI gets whose type or version the catalogue does not know ({@code --unknown-type}). */
public sealed interface UnknownTypePolicy {

  /** De-associate, hard error. */
  record Refuse() implements UnknownTypePolicy {}

  /** Its own VID and anti-spoof, no rules; marked as such everywhere. */
  record Accept() implements UnknownTypePolicy {}

  /** The terms of this type and version instead, in that profile's VLAN. */
  record Quarantine(VsiTypeId type, VsiTypeVersion version) implements UnknownTypePolicy {}

  /**
   * {@code refuse}, {@code accept} or {@code quarantine:TYPE/VERSION}.
   *
   * @throws IllegalArgumentException with a sentence for whoever wrote the text
   */
  static UnknownTypePolicy parse(String text) {
    return switch (text) {
      case "refuse" -> new Refuse();
      case "accept" -> new Accept();
      default -> quarantine(text);
    };
  }

  private static UnknownTypePolicy quarantine(String text) {
    Matcher matcher = Pattern.compile("quarantine:([0-9]{1,8})/([0-9]{1,3})").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" says nothing about unknown types; write refuse, accept or"
              + " quarantine:TYPE/VERSION, for example quarantine:666/1");
    }
    return new Quarantine(
        new VsiTypeId(Integer.parseInt(matcher.group(1))),
        new VsiTypeVersion(Integer.parseInt(matcher.group(2))));
  }

  /** As written on the command line. */
  default String text() {
    return switch (this) {
      case Refuse() -> "refuse";
      case Accept() -> "accept";
      case Quarantine(VsiTypeId type, VsiTypeVersion version) ->
          "quarantine:" + type + "/" + version;
    };
  }
}
