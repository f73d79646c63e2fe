/**
 * ECP, the edge control protocol (IEEE 802.1Q, "Edge Control Protocol"): PDUs carried one at a time
 * and acknowledged, ratified and draft 0, with a sending and a receiving machine each.
 */
@NullMarked
package org.moorage.protocol.ecp;

import org.jspecify.annotations.NullMarked;
