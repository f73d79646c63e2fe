/** Ethernet frames, addresses, EtherTypes and the tags between them. */
@NullMarked
package org.moorage.protocol.ethernet;

import org.jspecify.annotations.NullMarked;
