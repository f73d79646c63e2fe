/**
 * S-channels between a station's uplink and its bridge: the CDCP TLV and the machines of both sides
 * (IEEE 802.1Q, "S-channel Discovery and Configuration Protocol").
 */
@NullMarked
package org.moorage.protocol.cdcp;

import org.jspecify.annotations.NullMarked;
