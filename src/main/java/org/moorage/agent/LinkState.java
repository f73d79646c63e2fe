package org.moorage.agent;

import java.util.Optional;

/**
 * How the link to the manager is right now.
 *
 * @param manager its address; the one tried last while there is none
 * @param connected whether it was heard just now
 * @param trouble what is wrong, a sentence with the remedy
 * @param waitingEvents not yet kept by a manager
 * @param catalogueRevision of the copy of the catalogue
 * @param versions in that copy
 */
public record LinkState(
    String manager,
    boolean connected,
    Optional<String> trouble,
    long waitingEvents,
    long catalogueRevision,
    int versions) {}
