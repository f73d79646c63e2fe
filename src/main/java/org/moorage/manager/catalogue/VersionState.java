package org.moorage.manager.catalogue;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.Arrays;
import java.util.Optional;

/** The life of a version, in this order only. */
enum VersionState {
  /** Being written; no station gets it. */
  DRAFT("draft"),
  /** Served, and fixed for ever. */
  RELEASED("released"),
  /** Kept by who holds it, refused to others. */
  RETIRED("retired");

  private final String word;

  VersionState(String word) {
    this.word = word;
  }

  /** As in REST and in the database. */
  String word() {
    return word;
  }

  static Optional<VersionState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
  }

  /** The state as its word. */
  @Converter(autoApply = true)
  static final class AsWord implements AttributeConverter<VersionState, String> {

    @Override
    public String convertToDatabaseColumn(VersionState state) {
      return state.word;
    }

    @Override
    public VersionState convertToEntityAttribute(String word) {
      return of(word).orElseThrow();
    }
  }
}
