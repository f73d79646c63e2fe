/** The program: which role to run, how its parts are wired, the one real clock. */
@NullMarked
package org.moorage.app;

import org.jspecify.annotations.NullMarked;
