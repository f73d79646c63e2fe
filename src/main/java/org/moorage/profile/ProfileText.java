package org.moorage.profile;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.profile.rules.Groups;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlFile;
import org.moorage.yaml.YamlValue;

/** One profile at hand as text, with the groups it names: what a catalogue keeps and sends. */
public final class ProfileText {

  static final String PROFILE = "profile.yaml";

  private ProfileText() {}

  /** What came of reading it. */
  public sealed interface Reading {

    /** It is in order. */
    record Read(PortProfile profile) implements Reading {}

    /** It is not; at least one problem. */
    record Refused(List<Problem> problems) implements Reading {
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Reads the YAML of a profile. Never throws on what it is.
   *
   * @param groups the YAML of the groups its rules name; blank where they name none
   */
  public static Reading read(String profile, String groups) {
    Problems found = new Problems(ProfileDirectory.GROUPS);
    if (tooLong(groups, found)) {
      return new Reading.Refused(found.list());
    }
    Groups named =
        groups.isBlank()
            ? Groups.NONE
            : YamlFile.parse(groups, found)
                .map(value -> GroupsReader.read(value, found))
                .orElse(Groups.NONE);
    if (!found.isEmpty()) {
      return new Reading.Refused(found.list());
    }
    return read(profile, named);
  }

  private static Reading read(String text, Groups groups) {
    Problems found = new Problems(PROFILE);
    Optional<YamlValue> root =
        tooLong(text, found) ? Optional.empty() : YamlFile.parse(text, found);
    if (root.isEmpty()) {
      return new Reading.Refused(found.list());
    }
    Problems placed = new Problems(place(root.get()));
    Optional<PortProfile> profile = ProfileReader.read(root.get(), groups, placed);
    return profile.isPresent() && placed.isEmpty() && found.isEmpty()
        ? new Reading.Read(profile.get())
        : new Reading.Refused(
            Stream.concat(found.list().stream(), placed.list().stream()).toList());
  }

  private static boolean tooLong(String text, Problems found) {
    boolean tooLong = text.length() > ProfileDirectory.MAX_FILE_BYTES;
    if (tooLong) {
      found.add(
          0,
          "",
          "has "
              + text.length()
              + " characters; at most "
              + ProfileDirectory.MAX_FILE_BYTES
              + " are read");
    }
    return tooLong;
  }

  /** Where it would lie in a directory of profiles, so that its rules say where they stand. */
  private static String place(YamlValue root) {
    if (!(root instanceof YamlValue.Mapping mapping)) {
      return PROFILE;
    }
    String name = word(mapping, "name");
    String version = word(mapping, "version");
    return name.isEmpty() || version.isEmpty() ? PROFILE : name + "/v" + version + ".yaml";
  }

  private static String word(YamlValue.Mapping mapping, String key) {
    for (YamlValue.Member member : mapping.members()) {
      if (member.key().text().equals(key)
          && member.value() instanceof YamlValue.Text text
          && text.text().matches("[A-Za-z0-9._-]{1,64}")) {
        return text.text();
      }
    }
    return "";
  }
}
