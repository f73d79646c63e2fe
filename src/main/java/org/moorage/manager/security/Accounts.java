package org.moorage.manager.security;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The accounts there are. */
interface Accounts extends Repository<Account, UUID> {

  Account save(Account account);

  void delete(Account account);

  long count();

  Optional<Account> findByName(String name);

  List<Account> findAllByOrderByName();

  /** Who can administer, locked: two who remove each other at once do not both succeed. */
  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select a from Account a where a.role = 'network-admin' and a.disabled = false")
  List<Account> administratorsLocked();
}
