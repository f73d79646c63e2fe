/**
 * Capture files (pcap and pcapng) as frames with their time, and every frame of the edge explained
 * field by field in words.
 */
@NullMarked
package org.moorage.protocol.capture;

import org.jspecify.annotations.NullMarked;
