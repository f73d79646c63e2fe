/** The decoder in the browser and over REST: captures explained frame by frame. */
@NullMarked
package org.moorage.manager.decode;

import org.jspecify.annotations.NullMarked;
