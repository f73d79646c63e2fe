/**
 * How a port extender is found and led: the Port Extension TLV of LLDP and the port extender
 * control and status protocol, PE CSP (IEEE 802.1BR).
 */
@NullMarked
package org.moorage.protocol.pecsp;

import org.jspecify.annotations.NullMarked;
