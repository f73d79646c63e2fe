package org.moorage.manager.security;

import java.time.Duration;
import org.moorage.manager.audit.AuditLog;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.stereotype.Component;

/**
 * Compares name and password, within the {@link LoginLimits}. An unknown name, a disabled account
 * and a wrong password take the same time and are told the same.
 */
@Component
class SignIn implements AuthenticationProvider {

  private static final int MAX_NAME = 64;

  /** Too soon after too many failures. */
  static final class TooSoon extends AuthenticationException {
    private static final long serialVersionUID = 1L;
    private final long seconds;

    TooSoon(Duration wait) {
      super("too many attempts");
      this.seconds = wait.plusMillis(999).toSeconds();
    }

    long seconds() {
      return seconds;
    }
  }

  private final LoginLimits limits;
  private final AuditLog audit;
  private final DaoAuthenticationProvider comparing;

  SignIn(People people, Passwords passwords, LoginLimits limits, AuditLog audit) {
    this.limits = limits;
    this.audit = audit;
    comparing =
        new DaoAuthenticationProvider(
            name -> people.enabled(name).orElseThrow(() -> new UsernameNotFoundException("no")));
    comparing.setPasswordEncoder(passwords);
  }

  @Override
  public Authentication authenticate(Authentication asked) {
    String name = asked.getName();
    String address =
        asked.getDetails() instanceof WebAuthenticationDetails details
            ? String.valueOf(details.getRemoteAddress())
            : "unknown";
    Duration wait = limits.wait(name, address);
    if (wait.isPositive()) {
      throw new TooSoon(wait);
    }
    try {
      Authentication known = comparing.authenticate(asked);
      limits.succeeded(name);
      return known;
    } catch (InternalAuthenticationServiceException away) {
      throw away; // Nobody did anything wrong, and nothing can be written down.
    } catch (AuthenticationException refused) {
      limits.failed(name, address);
      Duration next = limits.wait(name, address);
      audit.recordAs(
          name.substring(0, Math.min(name.length(), MAX_NAME)),
          "sign-in.refused",
          "console",
          next.isPositive() ? "next attempt in " + next.toSeconds() + " s" : "wrong password");
      throw refused;
    }
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
