/** What the edge asks of whatever forwards frames: apply a vPort plan, remove it, count. */
@NullMarked
package org.moorage.dataplane;

import org.jspecify.annotations.NullMarked;
