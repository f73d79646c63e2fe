package org.moorage.manager.catalogue;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

/** The versions of all types. */
interface VersionRepository extends JpaRepository<VersionRow, VersionKey> {

  List<VersionRow> findByKeyTypeIdOrderByKeyNumber(int typeId);

  List<VersionRow> findByStateOrderByKeyTypeIdAscKeyNumberAsc(VersionState state);
}
