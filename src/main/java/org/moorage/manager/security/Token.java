package org.moorage.manager.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A bearer token of a program. Made once, never changed but for when it was last used. */
@Entity
@Table(name = "token")
class Token implements Persistable<UUID> {

  @Id private UUID id = new UUID(0, 0);

  private String name = "";

  @Column(name = "secret_hash")
  private String secretHash = "";

  private String role = "";

  @Column(name = "created_at")
  private Instant createdAt = Instant.EPOCH;

  @Column(name = "created_by")
  private String createdBy = "";

  @Column(name = "expires_at")
  private @Nullable Instant expiresAt;

  @Column(name = "last_used_at")
  private @Nullable Instant lastUsedAt;

  Token() {}

  Token(
      UUID id,
      String name,
      String secretHash,
      Role role,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt) {
    this.id = id;
    this.name = name;
    this.secretHash = secretHash;
    this.role = role.word();
    this.createdAt = createdAt;
    this.createdBy = createdBy;
    this.expiresAt = expiresAt;
  }

  @Override
  public UUID getId() {
    return id;
  }

  /** Only new ones are ever saved. */
  @Override
  public boolean isNew() {
    return true;
  }

  String name() {
    return name;
  }

  Role role() {
    return Role.of(role).orElseThrow();
  }

  Instant createdAt() {
    return createdAt;
  }

  String createdBy() {
    return createdBy;
  }

  @Nullable Instant expiresAt() {
    return expiresAt;
  }

  @Nullable Instant lastUsedAt() {
    return lastUsedAt;
  }
}
