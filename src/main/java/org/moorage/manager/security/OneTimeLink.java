package org.moorage.manager.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.moorage.manager.Keys;
import org.springframework.stereotype.Component;

/** Links that sign an administrator in, once, without a password; kept in memory only. */
@Component
public class OneTimeLink {

  private static final Duration LASTS = Duration.ofMinutes(10);
  private static final int MOST = 16;

  private final Keys keys;
  private final InstantSource clock;

  /** SHA-256 of the secret -> until when. */
  private final Map<String, Instant> open = new LinkedHashMap<>();

  OneTimeLink(Keys keys, InstantSource clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Path and query of a new link; good for ten minutes. */
  public synchronized String make() {
    String secret = keys.secret();
    if (open.size() >= MOST) {
      Iterator<String> oldest = open.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    open.put(Tokens.hash(secret), clock.instant().plus(LASTS));
    return "/login/once?token=" + secret;
  }

  /** Whether the secret is good; it is not a second time. */
  synchronized boolean use(String secret) {
    Instant until = open.remove(Tokens.hash(secret));
    return until != null && clock.instant().isBefore(until);
  }
}
