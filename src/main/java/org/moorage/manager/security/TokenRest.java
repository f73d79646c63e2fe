package org.moorage.manager.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.ListedInParts;
import org.moorage.manager.Listing;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tokens over REST. */
@RestController
@RequestMapping("/api/v1/tokens")
class TokenRest {

  /** A new token; without days it is good for a year. */
  record NewToken(@Nullable String name, @Nullable String role, @Nullable Integer days) {}

  /** The only answer that ever holds the secret. */
  record Made(UUID id, String name, String role, @Nullable Instant expiresAt, String secret) {}

  private final Tokens tokens;

  TokenRest(Tokens tokens) {
    this.tokens = tokens;
  }

  @GetMapping
  @ListedInParts
  List<Tokens.View> list(HttpServletRequest request, HttpServletResponse response) {
    return Listing.of(request).partOf(tokens.all(), response);
  }

  @PostMapping
  ResponseEntity<Made> create(@RequestBody NewToken asked) {
    Tokens.Made made =
        tokens.create(
            asked.name() == null ? "" : asked.name(),
            asked.role() == null ? "" : asked.role(),
            asked.days() == null ? Tokens.USUAL_DAYS : asked.days());
    Tokens.View token = made.token();
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(new Made(token.id(), token.name(), token.role(), token.expiresAt(), made.secret()));
  }

  @DeleteMapping("/{id}")
  ResponseEntity<Void> revoke(@PathVariable("id") UUID id) {
    tokens.revoke(id);
    return ResponseEntity.noContent().build();
  }
}
