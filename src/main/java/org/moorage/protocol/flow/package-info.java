/** Flow records as collectors take them. */
@NullMarked
package org.moorage.protocol.flow;

import org.jspecify.annotations.NullMarked;
