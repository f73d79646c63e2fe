package org.moorage.profile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.profile.rules.Groups;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/** Reads a profile that is at hand as text, with the groups it was written for. */
public final class ProfileText {

  /** A longer text was not written by hand; octets of UTF-8. */
  public static final int MAX_OCTETS = (int) ProfileDirectory.MAX_FILE_BYTES;

  private static final Pattern NAME = Pattern.compile("(?m)^name: *([a-z0-9-]{1,63}) *(#.*)?$");
  private static final Pattern VERSION = Pattern.compile("(?m)^version: *([0-9]{1,3}) *(#.*)?$");

  /** What came of it. */
  public sealed interface Reading {

    /** It is in order. */
    record Read(PortProfile profile) implements Reading {}

    /** It is not; every mistake is among the problems, which name {@code groups.yaml} if there. */
    record Refused(List<Problem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  private ProfileText() {}

  /**
   * Never throws on text.
   *
   * @param profile YAML as in a file of a library
   * @param groups YAML as in {@code groups.yaml}; may be blank
   */
  public static Reading read(String profile, String groups) {
    Problems ofGroups = new Problems(ProfileDirectory.GROUPS);
    Groups named = groups(groups, ofGroups);
    if (!ofGroups.isEmpty()) {
      return new Reading.Refused(ofGroups.list());
    }
    Problems problems = new Problems(place(profile));
    Optional<PortProfile> read =
        parsed(profile, problems).flatMap(file -> ProfileReader.read(file, named, problems));
    return read.isPresent() && problems.isEmpty()
        ? new Reading.Read(read.get())
        : new Reading.Refused(problems.list());
  }

  /** What is wrong with a text as {@code groups.yaml}; nothing where it is in order or blank. */
  public static List<Problem> problemsOfGroups(String groups) {
    Problems problems = new Problems(ProfileDirectory.GROUPS);
    groups(groups, problems);
    return problems.list();
  }

  /** The groups of a text, as far as they are in order. */
  public static Groups groups(String groups) {
    return groups(groups, new Problems(ProfileDirectory.GROUPS));
  }

  /** What is in order but does not do what its author may think; none where it does not read. */
  public static List<Problem> notes(String profile, String groups) {
    if (!(read(profile, groups) instanceof Reading.Read(PortProfile read))) {
      return List.of();
    }
    Problems notes = new Problems(place(profile));
    if (parsed(profile, notes).orElseThrow() instanceof YamlValue.Mapping file) {
      ProfileNotes.write(read, file, notes);
    }
    return notes.list();
  }

  private static Groups groups(String text, Problems problems) {
    boolean saysNothing =
        text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
    return saysNothing
        ? Groups.NONE
        : parsed(text, problems)
            .map(file -> GroupsReader.read(file, problems))
            .orElse(Groups.NONE);
  }

  private static Optional<YamlValue> parsed(String text, Problems problems) {
    int octets = text.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_OCTETS) {
      problems.add(0, "", "has " + octets + " bytes; at most " + MAX_OCTETS + " are read");
      return Optional.empty();
    }
    return YamlFile.parse(text, problems);
  }

  /** Where the text would lie in a library, as far as it says so itself. */
  private static String place(String profile) {
    Matcher name = NAME.matcher(profile);
    Matcher version = VERSION.matcher(profile);
    return name.find() && version.find()
        ? name.group(1) + "/v" + version.group(1) + ".yaml"
        : "profile";
  }
}
