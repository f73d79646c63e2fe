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

  /**
   * It is there and retired: who holds it keeps it, nobody else gets it.
   *
   * @param profile what it stands for
   */
  record Retired(PortProfile profile) implements Lookup {}

  /**
   * It is there in this copy of the catalogue, and the manager has been away for longer than the
   * profile trusts a copy: see {@link PortProfile#whenManagerAway()}.
   */
  record ManagerAway(PortProfile profile) implements Lookup {}

  /** It is not in this copy of the catalogue; the manager has to be asked. */
  record NotHere(VsiTypeId type, VsiTypeVersion version) implements Lookup {}

  /**
   * It is not in this copy of the catalogue and the manager cannot be asked.
   *
   * @param trouble why, a sentence without full stop
   */
  record Unreachable(VsiTypeId type, VsiTypeVersion version, String trouble) implements Lookup {}

  /**
   * There is no such version, in the words of whoever was asked.
   *
   * @param words a sentence without full stop
   * @param fix what to do about it
   */
  record Denied(VsiTypeId type, VsiTypeVersion version, String words, String fix)
      implements Lookup {}

  /** The answer in one sentence, for the story. */
  default String sentence() {
    return switch (this) {
      case Found(PortProfile profile) -> named(profile);
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
      case Retired(PortProfile profile) -> named(profile) + " and retired";
      case ManagerAway(PortProfile profile) ->
          named(profile) + ", as last heard from the manager, which is away";
      case NotHere(VsiTypeId type, VsiTypeVersion version) ->
          "type "
              + type
              + " version "
              + version
              + " is not in this edge's copy of the catalogue; the manager is asked";
      case Unreachable(VsiTypeId type, VsiTypeVersion version, String trouble) ->
          "type "
              + type
              + " version "
              + version
              + " is not in this edge's copy of the catalogue, and "
              + trouble;
      case Denied(VsiTypeId type, VsiTypeVersion version, String words, String fix) -> words;
    };
  }

  private static String named(PortProfile profile) {
    return "type " + profile.type() + " version " + profile.version() + " is " + profile.name();
  }
}
