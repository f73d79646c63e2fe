package org.moorage.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.moorage.profile.rules.Groups;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/**
 * Reads a directory of profiles.
 *
 * <pre>
 * profiles/groups.yaml            names for addresses and ports
 * profiles/web-server/v1.yaml     one file per version, in a directory with the type's name
 * profiles/web-server/v2.yaml
 * </pre>
 */
final class ProfileDirectory {

  /** A profile longer than this was not written by hand. */
  static final long MAX_FILE_BYTES = 256 * 1024;

  /** Versions of all types together; each may be in use, so each is kept in memory. */
  static final int MAX_FILES = 4_096;

  /** Problems of all files together; more say nothing new. */
  static final int MAX_PROBLEMS = 1_000;

  static final String GROUPS = "groups.yaml";

  private static final Pattern VERSION_FILE = Pattern.compile("v(0|[1-9][0-9]{0,2})\\.yaml");
  private static final Pattern YAML = Pattern.compile(".*\\.ya?ml", Pattern.CASE_INSENSITIVE);

  private final Path directory;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private final List<PortProfile> profiles = new ArrayList<>();
  private final Map<VsiTypeId, String> nameOfType = new HashMap<>();
  private Groups groups = Groups.NONE;
  private int files;

  private ProfileDirectory(Path directory) {
    this.directory = directory;
  }

  static LibraryResult load(Path directory) {
    ProfileDirectory reader = new ProfileDirectory(directory);
    reader.readAll();
    return new LibraryResult(
        new ProfileLibrary(directory.toString(), reader.profiles), reader.problems, reader.notes);
  }

  private void readAll() {
    if (!Files.isDirectory(directory)) {
      problem(
          directory,
          Files.exists(directory)
              ? "is not a directory; name the directory that holds the profiles"
              : "does not exist; name the directory that holds the profiles");
      return;
    }
    List<Path> children = children(directory);
    if (children.stream().anyMatch(child -> named(child).equals(GROUPS))) {
      readGroups(directory.resolve(GROUPS));
    }
    for (Path child : children) {
      if (Files.isDirectory(child)) {
        readType(child);
      } else if (YAML.matcher(named(child)).matches() && !named(child).equals(GROUPS)) {
        problem(child, "is not read here; a profile's place is NAME/vVERSION.yaml");
      }
    }
    if (files == 0 && problems.isEmpty()) {
      problem(directory, "holds no profile; a profile's place is NAME/vVERSION.yaml");
    }
  }

  private void readGroups(Path file) {
    Problems found = new Problems(file.toString());
    groups =
        YamlFile.read(file, MAX_FILE_BYTES, found)
            .map(value -> GroupsReader.read(value, found))
            .orElse(Groups.NONE);
    add(found);
  }

  private void readType(Path folder) {
    List<Path> versions = new ArrayList<>();
    for (Path file : children(folder)) {
      if (VERSION_FILE.matcher(named(file)).matches()) {
        versions.add(file);
      } else if (YAML.matcher(named(file)).matches()) {
        problem(file, "is not read; versions are named v0.yaml .. v255.yaml");
      }
    }
    versions.sort(Comparator.comparingInt(ProfileDirectory::versionOf));
    Optional<PortProfile> first = Optional.empty();
    for (Path file : versions) {
      files++;
      if (files > MAX_FILES) {
        problem(file, "is one profile too many; at most " + MAX_FILES + " are read");
        return;
      }
      Optional<PortProfile> profile = readVersion(folder, file, first);
      profile.ifPresent(profiles::add);
      first = first.or(() -> profile);
    }
  }

  private Optional<PortProfile> readVersion(
      Path folder, Path file, Optional<PortProfile> firstVersion) {
    Problems found = new Problems(file.toString());
    Optional<YamlValue> value = YamlFile.read(file, MAX_FILE_BYTES, found);
    Optional<PortProfile> profile = value.flatMap(root -> ProfileReader.read(root, groups, found));
    if (profile.isPresent() && value.get() instanceof YamlValue.Mapping mapping) {
      agree(profile.get(), folder, file, firstVersion, mapping, found);
    }
    add(found);
    if (!found.isEmpty() || profile.isEmpty()) {
      return Optional.empty();
    }
    nameOfType.putIfAbsent(profile.get().type(), profile.get().name());
    Problems remarks = new Problems(file.toString());
    ProfileNotes.write(profile.get(), (YamlValue.Mapping) value.get(), remarks);
    notes.addAll(remarks.list());
    return profile;
  }

  /** A profile must be where its name and version say, and share its type with no other name. */
  private void agree(
      PortProfile profile,
      Path folder,
      Path file,
      Optional<PortProfile> firstVersion,
      YamlValue.Mapping mapping,
      Problems found) {
    if (!profile.name().equals(named(folder))) {
      found.add(
          line(mapping, "name"),
          "name",
          "\""
              + profile.name()
              + "\" lies in the directory \""
              + named(folder)
              + "\"; the two must be equal");
    }
    if (profile.version().value() != versionOf(file)) {
      found.add(
          line(mapping, "version"),
          "version",
          profile.version() + " lies in the file " + named(file) + "; the two must be equal");
    }
    String owner = nameOfType.get(profile.type());
    if (owner != null && !owner.equals(profile.name())) {
      found.add(
          line(mapping, "type"),
          "type",
          profile.type() + " is already " + owner + "; a type has one name");
    } else if (firstVersion.isPresent() && !firstVersion.get().type().equals(profile.type())) {
      found.add(
          line(mapping, "type"),
          "type",
          profile.type()
              + " differs from "
              + firstVersion.get().type()
              + " of version "
              + firstVersion.get().version()
              + "; all versions of a name share its type");
    }
  }

  private void add(Problems found) {
    for (Problem problem : found.list()) {
      if (problems.size() < MAX_PROBLEMS) {
        problems.add(problem);
      }
    }
  }

  private void problem(Path file, String sentence) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(Problem.of(file.toString(), 0, "", sentence));
    }
  }

  /** What lies in a directory by name; hidden files are nobody's profile. */
  private List<Path> children(Path parent) {
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(child -> !named(child).startsWith(".")).sorted().toList();
    } catch (IOException denied) {
      problem(parent, "cannot be listed by this user; change its permissions");
      return List.of();
    }
  }

  static int line(YamlValue.Mapping mapping, String key) {
    return mapping.members().stream()
        .filter(member -> member.key().text().equals(key))
        .mapToInt(member -> member.key().line())
        .findFirst()
        .orElse(mapping.line());
  }

  private static int versionOf(Path file) {
    Matcher matcher = VERSION_FILE.matcher(named(file));
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static String named(Path path) {
    return String.valueOf(path.getFileName());
  }
}
