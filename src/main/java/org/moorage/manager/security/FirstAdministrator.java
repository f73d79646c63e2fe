package org.moorage.manager.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Makes the account {@code admin} on a database without accounts, before the first request is
 * answered. Its password is the one given ({@code MOORAGE_ADMIN_PASSWORD}) or made up; whoever
 * starts the manager prints that once. With {@code moorage.admin-by-link} it has none: {@link
 * OneTimeLink} is the way in.
 */
@Component
public class FirstAdministrator implements SmartInitializingSingleton {

  public static final String NAME = "admin";

  private final People people;
  private final String given;
  private final boolean byLink;
  private volatile @Nullable String madeUp;

  FirstAdministrator(
      People people,
      @Value("${moorage.admin-password:}") String given,
      @Value("${moorage.admin-by-link:false}") boolean byLink) {
    this.byLink = byLink;
    this.people = people;
    this.given = given;
  }

  @Override
  public void afterSingletonsInstantiated() {
    if (!people.isEmpty()) {
      return;
    }
    if (byLink) {
      people.createWithoutPassword(NAME, Role.NETWORK_ADMIN.word());
      return;
    }
    if (!given.isEmpty() && given.length() < Passwords.LEAST) {
      throw new IllegalStateException(
          "MOORAGE_ADMIN_PASSWORD has fewer than " + Passwords.LEAST + " characters");
    }
    String password = given.isEmpty() ? people.madeUpPassword() : given;
    people.create(NAME, Role.NETWORK_ADMIN.word(), password);
    madeUp = given.isEmpty() ? password : null;
  }

  /** The password made up for {@link #NAME} at this start; empty when none was. */
  public Optional<String> madeUpPassword() {
    return Optional.ofNullable(madeUp);
  }
}
