package org.moorage.manager.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.Keys;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.Problem;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Bearer tokens: of each only the SHA-256 is kept, its secret is shown once. One more, of role
 * agent, may be set at the start ({@code MOORAGE_AGENT_TOKEN}); it is in no table.
 */
@Service
@Transactional
class Tokens {

  /** Tokens one manager knows at most. */
  static final int MOST = 20_000;

  static final int MOST_DAYS = 3_650;
  static final int USUAL_DAYS = 365;

  /** The name of whoever comes with the token set at the start. */
  static final String SET_AT_START = "agent";

  private static final String PREFIX = "moorage_";
  private static final Duration USE_IS_TOLD_EVERY = Duration.ofMinutes(1);

  /** A token as pages and REST show it. */
  record View(
      UUID id,
      String name,
      String role,
      Instant createdAt,
      String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      String state) {}

  /** A new token with its secret, which is not kept. */
  record Made(View token, String secret) {}

  /** Who a secret speaks for. */
  sealed interface Bearer {
    record Known(String name, Role role) implements Bearer {}

    record Expired(String name, Instant at) implements Bearer {}

    record Unknown() implements Bearer {}
  }

  private final TokenStore store;
  private final Keys keys;
  private final InstantSource clock;
  private final AuditLog audit;
  private final byte[] setAtStart;

  Tokens(
      TokenStore store,
      Keys keys,
      InstantSource clock,
      AuditLog audit,
      @Value("${moorage.agent-token:}") String setAtStart) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
    this.audit = audit;
    this.setAtStart = setAtStart.getBytes(StandardCharsets.UTF_8);
  }

  @Transactional(readOnly = true)
  List<View> all() {
    return store.findAllByOrderByName().stream().map(this::view).toList();
  }

  Made create(String name, String role, int days) {
    if (!People.NAME.matcher(name).matches() || name.equals(SET_AT_START)) {
      throw Problem.bad("name", "tokens.problem.name");
    }
    Role known = Role.of(role).orElseThrow(() -> Problem.bad("role", "tokens.problem.role"));
    if (days < 1 || days > MOST_DAYS) {
      throw Problem.bad("days", "tokens.problem.days", MOST_DAYS);
    }
    if (store.findByName(name).isPresent()) {
      throw Problem.conflict("name-taken", "name", "tokens.problem.taken", name);
    }
    if (store.count() >= MOST) {
      throw Problem.conflict("too-many", null, "tokens.problem.too-many", MOST);
    }
    String secret = PREFIX + keys.secret();
    Instant now = clock.instant();
    Token made =
        store.save(
            new Token(
                keys.next(),
                name,
                hash(secret),
                known,
                now,
                AuditLog.actor(),
                now.plus(Duration.ofDays(days))));
    audit.record("token.create", name, "role " + known.word() + ", for " + days + " days");
    return new Made(view(made), secret);
  }

  void revoke(UUID id) {
    Token token = store.findById(id).orElseThrow(() -> Problem.notFound("tokens.problem.unknown"));
    store.remove(id);
    audit.record("token.revoke", token.name(), "role was " + token.role().word());
  }

  /** Who comes with a secret; remembers that it was used. */
  Bearer bearer(String secret) {
    if (setAtStart.length > 0
        && MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), setAtStart)) {
      return new Bearer.Known(SET_AT_START, Role.AGENT);
    }
    Optional<Token> found = store.findBySecretHash(hash(secret));
    if (found.isEmpty()) {
      return new Bearer.Unknown();
    }
    Token token = found.get();
    Instant now = clock.instant();
    Instant expires = token.expiresAt();
    if (expires != null && !now.isBefore(expires)) {
      return new Bearer.Expired(token.name(), expires);
    }
    Instant used = token.lastUsedAt();
    Instant before = now.minus(USE_IS_TOLD_EVERY);
    if (used == null || used.isBefore(before)) {
      store.used(token.getId(), now, before);
    }
    return new Bearer.Known(token.name(), token.role());
  }

  /** SHA-256 in hex: 256 bits of chance need no salt. */
  static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private View view(Token token) {
    Instant expires = token.expiresAt();
    boolean over = expires != null && !clock.instant().isBefore(expires);
    return new View(
        token.getId(),
        token.name(),
        token.role().word(),
        token.createdAt(),
        token.createdBy(),
        expires,
        token.lastUsedAt(),
        over ? "expired" : "valid");
  }
}
