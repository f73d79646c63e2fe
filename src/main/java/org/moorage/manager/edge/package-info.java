/**
 * The edges as they are now: who is there, what their ports negotiated, counters of their vPorts.
 */
@NullMarked
package org.moorage.manager.edge;

import org.jspecify.annotations.NullMarked;
