package org.moorage.profile;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.moorage.profile.rules.Groups;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;

/** Reads a profile that is at hand as text, with the groups it was written for. */
public final class ProfileText {

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
    Groups named = GroupsText.read(groups, ofGroups);
    if (!ofGroups.isEmpty()) {
      return new Reading.Refused(ofGroups.list());
    }
    Problems problems = new Problems(place(profile));
    Optional<PortProfile> read =
        GroupsText.parsed(profile, problems)
            .flatMap(file -> ProfileReader.read(file, named, problems));
    return read.isPresent() && problems.isEmpty()
        ? new Reading.Read(read.get())
        : new Reading.Refused(problems.list());
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
