package org.moorage.manager.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.Keys;
import org.moorage.manager.console.Problem;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/**
 * How passwords are kept and compared. Programs that send name and password with every request
 * would spend a tenth of a second on each; a comparison that succeeded is therefore remembered,
 * under a key that lives as long as the process and never as the password itself.
 */
@Component
class Passwords implements PasswordEncoder {

  static final int LEAST = 12;

  /** What bcrypt looks at. */
  static final int MOST_OCTETS = 72;

  /** Stands for the hash where there is no password. */
  static final String NONE = "none";

  private static final int REMEMBERED = 256;

  private final PasswordEncoder encoder =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();
  private final SecretKeySpec key;
  private final Map<String, Boolean> fine =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  Passwords(Keys keys) {
    key = new SecretKeySpec(keys.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /** A password somebody chose, if it is one we take. */
  static String checked(String password) {
    if (password.length() < LEAST) {
      throw Problem.bad("password", "users.problem.password-short", LEAST);
    }
    if (password.getBytes(StandardCharsets.UTF_8).length > MOST_OCTETS) {
      throw Problem.bad("password", "users.problem.password-long", MOST_OCTETS);
    }
    return password;
  }

  @Override
  public @Nullable String encode(@Nullable CharSequence password) {
    return encoder.encode(password);
  }

  /** The hash of a password that is there. */
  String hash(String password) {
    return String.valueOf(encoder.encode(password));
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
    if (password == null || hash == null) {
      return false;
    }
    if (hash.equals(NONE)) {
      String ignored = encoder.encode(password); // as long as any other wrong one takes
      return false;
    }
    String both = fingerprint(hash + '\0' + password);
    synchronized (fine) {
      if (fine.containsKey(both)) {
        return true;
      }
    }
    boolean matches =
        password.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_OCTETS
            && encoder.matches(password, hash);
    if (matches) {
      synchronized (fine) {
        fine.put(both, true);
      }
    }
    return matches;
  }

  @Override
  public boolean upgradeEncoding(@Nullable String hash) {
    return !NONE.equals(hash) && encoder.upgradeEncoding(hash);
  }

  private String fingerprint(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
