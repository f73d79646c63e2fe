package org.moorage.manager.catalogue;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A VSI type as the database has it. */
@Entity
@Table(name = "vsi_type")
class TypeRow {

  @Id int typeId;
  String name = "";
  Instant createdAt = Instant.EPOCH;
  @Version @Nullable Long version;

  /** For JPA. */
  TypeRow() {}

  TypeRow(int typeId, String name, Instant createdAt) {
    this.typeId = typeId;
    this.name = name;
    this.createdAt = createdAt;
  }

  /** Counts its changes. */
  long lock() {
    return version == null ? 0 : version;
  }
}
