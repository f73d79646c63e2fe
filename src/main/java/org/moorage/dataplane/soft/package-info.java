/**
 * The data plane in Java: a VLAN-aware learning bridge between vPorts and fabric ports that
 * enforces what a vPort plan says. No sockets of its own: frames are handed in and out.
 */
@NullMarked
package org.moorage.dataplane.soft;

import org.jspecify.annotations.NullMarked;
