/**
 * The machines of one port composed into one object that does no I/O and reads no clock: {@link
 * org.moorage.protocol.stack.BridgePortStack} for the edge's side of the link, {@link
 * org.moorage.protocol.stack.StationPortStack} for the hypervisor's.
 */
@NullMarked
package org.moorage.protocol.stack;

import org.jspecify.annotations.NullMarked;
