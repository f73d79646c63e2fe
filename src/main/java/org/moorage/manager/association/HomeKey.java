package org.moorage.manager.association;

import java.util.UUID;

/** Names a home of a VSI: the identity of an edge, one of its station-facing ports, the VSIID. */
record HomeKey(UUID edge, String uplink, String vsiId) {}
