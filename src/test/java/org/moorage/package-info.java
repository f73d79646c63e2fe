/** What tests of all packages share. */
@NullMarked
package org.moorage;

import org.jspecify.annotations.NullMarked;
