package org.moorage.manager.catalogue;

import org.moorage.agentlink.CataloguedVersion;

/** A version was released or retired; told after the transaction that did it. */
public record CatalogueChanged(long revision, CataloguedVersion version) {}
