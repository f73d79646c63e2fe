/** The console as a browser sees it. */
@NullMarked
package org.moorage.browser;

import org.jspecify.annotations.NullMarked;
