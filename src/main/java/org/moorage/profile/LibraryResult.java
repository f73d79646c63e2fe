package org.moorage.profile;

import java.util.List;
import org.moorage.yaml.Problem;

/**
 * What came of reading a directory of profiles.
 *
 * @param library the profiles that are in order
 * @param problems what is wrong; where there is any, an agent does not start with this library
 * @param notes what is in order but does not do what its author may think
 */
public record LibraryResult(ProfileLibrary library, List<Problem> problems, List<Problem> notes) {

  public LibraryResult {
    problems = List.copyOf(problems);
    notes = List.copyOf(notes);
  }

  public boolean isFine() {
    return problems.isEmpty();
  }
}
