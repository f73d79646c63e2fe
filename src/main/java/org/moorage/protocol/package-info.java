/**
 * The words every protocol of the edge shares: octet strings, results of decoding, steps of a state
 * machine, timer exponents, group identifiers.
 *
 * <p>Nothing below this package reads a clock, opens a socket, starts a thread or writes a log:
 * time is an argument, frames are {@link org.moorage.protocol.Octets}. That is what lets the lab
 * and the wire run the same code.
 */
@NullMarked
package org.moorage.protocol;

import org.jspecify.annotations.NullMarked;
