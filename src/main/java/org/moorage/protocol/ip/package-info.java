/** IP addresses and prefixes, version 4 and 6, as values that never ask a resolver. */
@NullMarked
package org.moorage.protocol.ip;

import org.jspecify.annotations.NullMarked;
