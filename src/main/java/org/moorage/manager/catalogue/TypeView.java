package org.moorage.manager.catalogue;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A type as pages and REST show it.
 *
 * @param lock counts changes of the type itself
 * @param versions by number
 */
record TypeView(int typeId, String name, Instant createdAt, long lock, List<VersionLine> versions) {

  TypeView {
    versions = List.copyOf(versions);
  }

  /**
   * A version in a list.
   *
   * @param state {@code draft}, {@code released}, {@code retired}
   * @param users homes that hold it
   * @param since when it came into its state; of a draft its last change
   * @param by who did that, as far as it is known
   */
  record VersionLine(int version, String state, long users, Instant since, @Nullable String by) {}

  /** How many hold any version. */
  public long users() {
    return versions.stream().mapToLong(VersionLine::users).sum();
  }

  /** When the last of its versions came into its state. */
  public Instant changed() {
    return versions.stream()
        .map(VersionLine::since)
        .max(Comparator.naturalOrder())
        .orElse(createdAt);
  }

  /** The newest that stations get. */
  public Optional<VersionLine> newestReleased() {
    return versions.stream()
        .filter(version -> version.state().equals(VersionState.RELEASED.word()))
        .max(Comparator.comparingInt(VersionLine::version));
  }

  Optional<VersionLine> version(int number) {
    return versions.stream().filter(version -> version.version() == number).findFirst();
  }
}
