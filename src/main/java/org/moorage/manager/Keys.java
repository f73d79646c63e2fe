package org.moorage.manager;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** New keys and secrets. */
@Component
public class Keys {

  private static final int SECRET_OCTETS = 32;

  private final InstantSource clock;
  private final SecureRandom random;

  public Keys(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** RFC 9562, "UUID Version 7": 48 bits of milliseconds, the rest random. */
  public UUID next() {
    long high = clock.millis() << 16 | 0x7000 | random.nextLong() & 0x0FFF;
    long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }

  /** 256 bits nobody guesses, in letters a URL and a header take as they are. */
  public String secret() {
    byte[] octets = new byte[SECRET_OCTETS];
    random.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }
}
