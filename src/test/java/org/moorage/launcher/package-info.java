/** Tests of {@code ./moorage}, the script that finds a JDK and becomes the program. */
@NullMarked
package org.moorage.launcher;

import org.jspecify.annotations.NullMarked;
