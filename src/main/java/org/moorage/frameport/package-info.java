/**
 * Raw frames in and out: real interfaces (pcap for control frames, packet sockets for data frames)
 * and wires that exist only in memory and in virtual time.
 */
@NullMarked
package org.moorage.frameport;

import org.jspecify.annotations.NullMarked;
