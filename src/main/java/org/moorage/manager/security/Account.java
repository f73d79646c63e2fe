package org.moorage.manager.security;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person who signs in. */
@Entity
@Table(name = "account")
class Account {

  @Id private UUID id = new UUID(0, 0);

  private String name = "";

  @Column(name = "password_hash")
  private String passwordHash = "";

  private String role = "";
  private @Nullable String language;
  private boolean disabled;

  @Column(name = "created_at")
  private Instant createdAt = Instant.EPOCH;

  @Version private @Nullable Long version;

  Account() {}

  Account(UUID id, String name, String passwordHash, Role role, Instant createdAt) {
    this.id = id;
    this.name = name;
    this.passwordHash = passwordHash;
    this.role = role.word();
    this.createdAt = createdAt;
  }

  UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String passwordHash() {
    return passwordHash;
  }

  void passwordHash(String hash) {
    passwordHash = hash;
  }

  Role role() {
    return Role.of(role).orElseThrow();
  }

  void role(Role other) {
    role = other.word();
  }

  @Nullable String language() {
    return language;
  }

  void language(String tag) {
    language = tag;
  }

  boolean disabled() {
    return disabled;
  }

  void disabled(boolean is) {
    disabled = is;
  }

  Instant createdAt() {
    return createdAt;
  }
}
