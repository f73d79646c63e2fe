package org.moorage.manager.catalogue;

import jakarta.persistence.Embeddable;
import java.io.Serializable;

/** Which version of which type. */
@Embeddable
record VersionKey(int typeId, int number) implements Serializable {}
