package org.moorage.edge;

import org.moorage.profile.Lookup;
import org.moorage.protocol.vdp.VsiTypeId;
import org.moorage.protocol.vdp.VsiTypeVersion;

/** What the catalogue knows of a type and version; asked during a decision, so it must not wait. */
@FunctionalInterface
public interface TypeLookup {

  Lookup find(VsiTypeId type, VsiTypeVersion version);
}
