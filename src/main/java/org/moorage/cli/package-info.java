/** Commands that only speak REST or read files. */
@NullMarked
package org.moorage.cli;

import org.jspecify.annotations.NullMarked;
