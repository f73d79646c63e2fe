/**
 * The model of an edge switch: its ports, the vPorts held on them, what may be admitted and the
 * plan a data plane programs for each. No sockets, no threads, no clock.
 */
@NullMarked
package org.moorage.edge;

import org.jspecify.annotations.NullMarked;
