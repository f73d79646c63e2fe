/**
 * Edge virtual bridging's negotiation over LLDP (IEEE 802.1Q, "Edge Virtual Bridging"): the EVB
 * TLV, ratified and draft 0, and the machines of both sides that agree on timers, group IDs and
 * reflective relay.
 */
@NullMarked
package org.moorage.protocol.evb;

import org.jspecify.annotations.NullMarked;
