package org.moorage.manager.catalogue;

import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A version of a type as the database has it. */
@Entity
@Table(name = "vsi_type_version")
class VersionRow {

  @EmbeddedId VersionKey key = new VersionKey(0, 0);
  VersionState state = VersionState.DRAFT;
  String profile = "";

  /** Those it was released with; empty before. */
  String groups = "";

  Instant createdAt = Instant.EPOCH;
  String createdBy = "";
  @Nullable Instant changedAt;
  @Nullable String changedBy;
  @Nullable Instant releasedAt;
  @Nullable String releasedBy;
  @Nullable Instant retiredAt;

  /** Of the catalogue, when it came into its state; 0 for a draft. */
  long revision;

  @Version @Nullable Long version;

  /** For JPA. */
  VersionRow() {}

  VersionRow(VersionKey key, String profile, Instant createdAt, String createdBy) {
    this.key = key;
    this.profile = profile;
    this.createdAt = createdAt;
    this.createdBy = createdBy;
  }

  /** Counts its changes. */
  long lock() {
    return version == null ? 0 : version;
  }
}
