package org.moorage.manager.catalogue;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** The types. */
interface TypeRepository extends JpaRepository<TypeRow, Integer> {

  Optional<TypeRow> findByName(String name);
}
