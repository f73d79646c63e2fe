package org.moorage.manager.security;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** What somebody may do. */
enum Role {
  /** Changes everything. */
  NETWORK_ADMIN,
  /** Sees everything but what VMs say to each other, changes nothing. */
  OPERATOR,
  /** An edge switch: speaks the agent link and nothing else. */
  AGENT;

  /** Roles a person may have. */
  static final List<Role> OF_PEOPLE = List.of(NETWORK_ADMIN, OPERATOR);

  /** As it stands in the database and in REST: {@code network-admin}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  List<GrantedAuthority> authorities() {
    return List.of(new SimpleGrantedAuthority("ROLE_" + name()));
  }

  static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
