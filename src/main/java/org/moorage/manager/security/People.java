package org.moorage.manager.security;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moorage.manager.Keys;
import org.moorage.manager.audit.AuditLog;
import org.moorage.manager.console.Language;
import org.moorage.manager.console.Problem;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Accounts: made, changed, disabled, removed. There is always somebody who can administer. */
@Service
@Transactional
class People {

  /** People one manager knows at most. */
  static final int MOST = 10_000;

  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");

  /** An account as pages and REST show it. */
  record View(String name, String role, boolean disabled, Instant createdAt) {

    public String state() {
      return disabled ? "disabled" : "active";
    }
  }

  private final Accounts accounts;
  private final Passwords passwords;
  private final Keys keys;
  private final InstantSource clock;
  private final AuditLog audit;

  People(Accounts accounts, Passwords passwords, Keys keys, InstantSource clock, AuditLog audit) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.keys = keys;
    this.clock = clock;
    this.audit = audit;
  }

  @Transactional(readOnly = true)
  List<View> all() {
    return accounts.findAllByOrderByName().stream().map(People::view).toList();
  }

  @Transactional(readOnly = true)
  Optional<View> find(String name) {
    return accounts.findByName(name).map(People::view);
  }

  /** Who may sign in under this name. */
  @Transactional(readOnly = true)
  Optional<Person> enabled(String name) {
    return accounts.findByName(name).filter(account -> !account.disabled()).map(Person::of);
  }

  @Transactional(readOnly = true)
  Optional<String> language(String name) {
    return accounts.findByName(name).flatMap(account -> Optional.ofNullable(account.language()));
  }

  /** Somebody who can administer now. */
  @Transactional(readOnly = true)
  Optional<Person> anAdministrator() {
    return accounts.findAllByOrderByName().stream()
        .filter(account -> !account.disabled() && account.role() == Role.NETWORK_ADMIN)
        .findFirst()
        .map(Person::of);
  }

  boolean isEmpty() {
    return accounts.count() == 0;
  }

  View create(String name, String role, String password) {
    return add(name, role, () -> passwords.hash(Passwords.checked(password)));
  }

  /** An account no password opens, until one is set. */
  View createWithoutPassword(String name, String role) {
    return add(name, role, () -> Passwords.NONE);
  }

  private View add(String name, String role, Supplier<String> hash) {
    if (!NAME.matcher(name).matches()) {
      throw Problem.bad("name", "users.problem.name");
    }
    Role known = role(role);
    if (accounts.findByName(name).isPresent()) {
      throw Problem.conflict("name-taken", "name", "users.problem.taken", name);
    }
    if (accounts.count() >= MOST) {
      throw Problem.conflict("too-many", null, "users.problem.too-many", MOST);
    }
    Account made =
        accounts.save(new Account(keys.next(), name, hash.get(), known, clock.instant()));
    audit.record("account.create", name, "role " + known.word());
    return view(made);
  }

  View changeRole(String name, String role) {
    Role known = role(role);
    Account account = account(name);
    if (account.role() != known) {
      if (known != Role.NETWORK_ADMIN) {
        spare(account);
      }
      account.role(known);
      audit.record("account.role", name, "role " + known.word());
    }
    return view(account);
  }

  View disable(String name) {
    Account account = account(name);
    if (!account.disabled()) {
      spare(account);
      account.disabled(true);
      audit.record("account.disable", name, "sessions of this account end");
    }
    return view(account);
  }

  View enable(String name) {
    Account account = account(name);
    if (account.disabled()) {
      account.disabled(false);
      audit.record("account.enable", name, "may sign in again");
    }
    return view(account);
  }

  void remove(String name) {
    Account account = account(name);
    spare(account);
    accounts.delete(account);
    audit.record("account.remove", name, "role was " + account.role().word());
  }

  void resetPassword(String name, String password) {
    Account account = account(name);
    account.passwordHash(passwords.hash(Passwords.checked(password)));
    audit.record("account.password-reset", name, "sessions of this account end");
  }

  void changeOwnPassword(String name, String old, String password) {
    Account account = account(name);
    if (!passwords.matches(old, account.passwordHash())) {
      throw Problem.bad("old", "account.problem.old-password");
    }
    account.passwordHash(passwords.hash(Passwords.checked(password)));
    audit.record("account.password", name, "changed by its owner");
  }

  void changeLanguage(String name, String tag) {
    if (!Language.LANGUAGES.contains(tag)) {
      throw Problem.bad("language", "account.problem.language");
    }
    Account account = account(name);
    if (!tag.equals(account.language())) {
      account.language(tag);
      audit.record("account.language", name, "language " + tag);
    }
  }

  /** Several changes at once, or none of them; null leaves a thing as it is. */
  View change(
      String name, @Nullable String role, @Nullable Boolean disabled, @Nullable String password) {
    account(name);
    if (role != null) {
      changeRole(name, role);
    }
    if (disabled != null) {
      View _ = disabled ? disable(name) : enable(name);
    }
    if (password != null) {
      resetPassword(name, password);
    }
    return view(account(name));
  }

  /** A password nobody has to think of; shown once. */
  String madeUpPassword() {
    return keys.secret().substring(0, 20);
  }

  private void spare(Account account) {
    List<Account> administrators = accounts.administratorsLocked();
    boolean lastOne = administrators.stream().noneMatch(other -> !other.id().equals(account.id()));
    if (lastOne && account.role() == Role.NETWORK_ADMIN && !account.disabled()) {
      throw Problem.conflict("last-administrator", null, "users.problem.last", account.name());
    }
  }

  private static Role role(@Nullable String word) {
    return Role.of(String.valueOf(word))
        .filter(Role.OF_PEOPLE::contains)
        .orElseThrow(() -> Problem.bad("role", "users.problem.role"));
  }

  private Account account(String name) {
    return accounts
        .findByName(name)
        .orElseThrow(() -> Problem.notFound("users.problem.unknown", name));
  }

  private static View view(Account account) {
    return new View(account.name(), account.role().word(), account.disabled(), account.createdAt());
  }
}
