package org.moorage.profile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.moorage.profile.rules.Groups;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/** Reads named groups that are at hand as text. */
public final class GroupsText {

  /** A longer text was not written by hand; octets of UTF-8. */
  public static final int MAX_OCTETS = (int) ProfileDirectory.MAX_FILE_BYTES;

  private GroupsText() {}

  /** What is wrong with a text as {@code groups.yaml}; nothing where it is in order or blank. */
  public static List<Problem> problems(String text) {
    Problems problems = new Problems(ProfileDirectory.GROUPS);
    read(text, problems);
    return problems.list();
  }

  /** The groups of a text, as far as they are in order. */
  public static Groups read(String text) {
    return read(text, new Problems(ProfileDirectory.GROUPS));
  }

  /** Whether there is nothing but comments. */
  public static boolean saysNothing(String text) {
    return text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
  }

  static Groups read(String text, Problems problems) {
    return saysNothing(text)
        ? Groups.NONE
        : parsed(text, problems).map(file -> GroupsReader.read(file, problems)).orElse(Groups.NONE);
  }

  static Optional<YamlValue> parsed(String text, Problems problems) {
    int octets = text.getBytes(StandardCharsets.UTF_8).length;
    if (octets > MAX_OCTETS) {
      problems.add(0, "", "has " + octets + " bytes; at most " + MAX_OCTETS + " are read");
      return Optional.empty();
    }
    return YamlFile.parse(text, problems);
  }
}
