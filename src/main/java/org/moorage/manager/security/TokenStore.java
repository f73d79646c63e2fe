package org.moorage.manager.security;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The tokens there are. */
interface TokenStore extends Repository<Token, UUID> {

  Token save(Token token);

  long count();

  Optional<Token> findById(UUID id);

  Optional<Token> findByName(String name);

  Optional<Token> findBySecretHash(String hash);

  List<Token> findAllByOrderByName();

  @Modifying
  @Query("delete from Token t where t.id = :id")
  int remove(UUID id);

  /** Says when it was last used, unless that was said since {@code before}. */
  @Modifying
  @Query(
      "update Token t set t.lastUsedAt = :now"
          + " where t.id = :id and (t.lastUsedAt is null or t.lastUsedAt < :before)")
  int used(UUID id, Instant now, Instant before);
}
