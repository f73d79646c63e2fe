/**
 * LLDP, the link layer discovery protocol (IEEE 802.1AB): its PDU, its TLVs, and one machine per
 * port and destination address that sends ours and keeps the neighbour's.
 */
@NullMarked
package org.moorage.protocol.lldp;

import org.jspecify.annotations.NullMarked;
