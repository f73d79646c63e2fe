/**
 * VDP, the VSI discovery and configuration protocol (IEEE 802.1Q, "VSI discovery and configuration
 * protocol"): its TLVs, the station and the bridge machine, ratified and draft 0.
 */
@NullMarked
package org.moorage.protocol.vdp;

import org.jspecify.annotations.NullMarked;
