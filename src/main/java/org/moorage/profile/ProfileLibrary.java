package org.moorage.profile;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;
import org.moorage.yaml.NearestWord;

/** The profiles of a directory, by type and version. Immutable. */
public final class ProfileLibrary {

  private final String directory;
  private final Map<VsiTypeId, TreeMap<VsiTypeVersion, PortProfile>> types = new TreeMap<>();

  /**
   * A library of profiles that agree with each other.
   *
   * @param directory what lookups name as the place to look
   */
  public ProfileLibrary(String directory, Collection<PortProfile> profiles) {
    this.directory = directory;
    for (PortProfile profile : profiles) {
      PortProfile other =
          types
              .computeIfAbsent(profile.type(), type -> new TreeMap<>())
              .putIfAbsent(profile.version(), profile);
      if (other != null) {
        throw new IllegalArgumentException(
            profile.reference()
                + " and "
                + other.reference()
                + " are both type "
                + profile.type()
                + " version "
                + profile.version());
      }
    }
  }

  /**
   * Reads a directory: one file per version in {@code NAME/vVERSION.yaml}, and {@code groups.yaml}.
   * Never throws on what lies there; every mistake in every file is among the problems.
   */
  public static LibraryResult load(Path directory) {
    return ProfileDirectory.load(directory);
  }

  public Optional<PortProfile> find(VsiTypeId type, VsiTypeVersion version) {
    return Optional.ofNullable(types.get(type)).map(versions -> versions.get(version));
  }

  /** By the name people use, as in {@code web-server/2}. */
  public Optional<PortProfile> find(String name, VsiTypeVersion version) {
    return all().stream()
        .filter(profile -> profile.name().equals(name) && profile.version().equals(version))
        .findFirst();
  }

  /** What a station's request finds, or why it finds nothing. */
  public Lookup lookup(VsiTypeId type, VsiTypeVersion version) {
    TreeMap<VsiTypeVersion, PortProfile> versions = types.get(type);
    if (versions == null) {
      return new Lookup.UnknownType(type, nearest(type), directory);
    }
    PortProfile profile = versions.get(version);
    if (profile == null) {
      String name = versions.firstEntry().getValue().name();
      return new Lookup.UnknownVersion(
          type, version, name, List.copyOf(versions.keySet()), directory + "/" + name);
    }
    return new Lookup.Found(profile);
  }

  /** Every profile, by type and version. */
  public List<PortProfile> all() {
    return types.values().stream().flatMap(versions -> versions.values().stream()).toList();
  }

  /** How many types there are. */
  public int typeCount() {
    return types.size();
  }

  /** Where it was read from. */
  public String directory() {
    return directory;
  }

  private List<String> nearest(VsiTypeId type) {
    Map<String, String> hints = new TreeMap<>();
    types.forEach((number, versions) ->
        hints.put(
            number.toString(), number + " (" + versions.firstEntry().getValue().name() + ")"));
    return NearestWord.of(type.toString(), hints.keySet()).map(hints::get).stream().toList();
  }
}
