package org.moorage.agentlink;

/**
 * An agent asks what a type and version is. The answer is a {@link CataloguedVersion}, or 404 with
 * a sentence that says which versions there are.
 */
public record Resolve(int typeId, int version) {}
