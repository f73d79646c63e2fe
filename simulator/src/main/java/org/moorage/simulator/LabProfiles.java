package org.moorage.simulator;

import java.nio.file.Path;
import java.util.List;
import org.moorage.profile.LibraryResult;
import org.moorage.profile.ProfileLibrary;

/** The VSI types of a lab: the product's own, or those of a directory it names. */
public final class LabProfiles {

  private LabProfiles() {}

  /**
   * Reads them. Whatever directory they come from, a lab's story calls it {@code profiles}, so that
   * it reads the same on every machine.
   */
  public static LibraryResult load(Path directory) {
    LibraryResult read = ProfileLibrary.load(directory);
    ProfileLibrary named = new ProfileLibrary("profiles", List.copyOf(read.library().all()));
    return new LibraryResult(named, read.problems(), read.notes());
  }
}
