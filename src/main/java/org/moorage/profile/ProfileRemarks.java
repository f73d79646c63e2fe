package org.moorage.profile;

import java.util.List;
import org.moorage.yaml.Problem;
import org.moorage.yaml.Problems;
import org.moorage.yaml.YamlValue;

/** What of a profile is in order but does not do what its author may think. */
public final class ProfileRemarks {

  private ProfileRemarks() {}

  /** None where the text does not read as a profile. */
  public static List<Problem> of(String profile, String groups) {
    if (!(ProfileText.read(profile, groups) instanceof ProfileText.Reading.Read(var read))) {
      return List.of();
    }
    Problems notes = new Problems(read.name() + "/v" + read.version() + ".yaml");
    if (GroupsText.parsed(profile, notes).orElseThrow() instanceof YamlValue.Mapping file) {
      ProfileNotes.write(read, file, notes);
    }
    return notes.list();
  }
}
