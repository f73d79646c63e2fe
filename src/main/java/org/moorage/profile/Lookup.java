package org.moorage.profile;

import java.util.List;
import java.util.stream.Collectors;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** What the library knows of a VSI type and version a station asks for. */
public sealed interface Lookup {

  /** It is there. */
  record Found(PortProfile profile) implements Lookup {}

  /**
   * No version of the type is there.
   *
   * @param type what was asked for
   * @param nearest types whose numbers look like it, as {@code 4711 (web-server)}; may be empty
   * @param directory where the library was read from
   */
  record UnknownType(VsiTypeId type, List<String> nearest, String directory) implements Lookup {
    public UnknownType {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * The type is there in other versions.
   *
   * @param name the type's name
   * @param present its versions, rising
   * @param directory where they lie
   */
  record UnknownVersion(
      VsiTypeId type,
      VsiTypeVersion version,
      String name,
      List<VsiTypeVersion> present,
      String directory)
      implements Lookup {
    public UnknownVersion {
      present = List.copyOf(present);
    }
  }

  /** The answer in one sentence, for the story. */
  default String sentence() {
    return switch (this) {
      case Found(PortProfile profile) ->
          "type " + profile.type() + " version " + profile.version() + " is " + profile.name();
      case UnknownType(VsiTypeId type, List<String> nearest, String directory) ->
          "type "
              + type
              + " is unknown: `"
              + directory
              + "` has no such type"
              + (nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?");
      case UnknownVersion(
              VsiTypeId type,
              VsiTypeVersion version,
              String name,
              List<VsiTypeVersion> present,
              String directory) ->
          "type "
              + type
              + " version "
              + version
              + " is unknown: `"
              + directory
              + "` has version"
              + (present.size() == 1 ? " " : "s ")
              + present.stream().map(VsiTypeVersion::toString).collect(Collectors.joining(", "));
    };
  }
}
