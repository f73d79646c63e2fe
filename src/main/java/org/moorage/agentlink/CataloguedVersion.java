package org.moorage.agentlink;

/**
 * One released or retired version of a VSI type.
 *
 * @param revision of the catalogue that brought it into this state; rising over the whole catalogue
 * @param typeId 24 bits
 * @param version 8 bits
 * @param name of the type
 * @param state {@code released}, or {@code retired}: still served to VSIs that hold it, refused to
 *     others
 * @param profile the YAML of the version
 * @param groups the YAML of the groups it was released with; may be empty
 */
public record CataloguedVersion(
    long revision,
    int typeId,
    int version,
    String name,
    String state,
    String profile,
    String groups) {}
