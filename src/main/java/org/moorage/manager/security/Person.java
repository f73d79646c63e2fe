package org.moorage.manager.security;

import java.util.Collection;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * An account as it was when its owner signed in. When the account is no longer like that, the
 * session ends.
 */
record Person(String name, String passwordHash, Role role) implements UserDetails {

  static Person of(Account account) {
    return new Person(account.name(), account.passwordHash(), account.role());
  }

  @Override
  public Collection<? extends GrantedAuthority> getAuthorities() {
    return role.authorities();
  }

  @Override
  public String getPassword() {
    return passwordHash;
  }

  @Override
  public String getUsername() {
    return name;
  }

  @Override
  public String toString() {
    return name + " (" + role.word() + ")";
  }
}
