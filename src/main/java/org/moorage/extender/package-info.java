/** One port extender: its upstream protocols, E-tagging of its ports. */
@NullMarked
package org.moorage.extender;

import org.jspecify.annotations.NullMarked;
