/** What somebody changed, and the page that shows it. */
@NullMarked
package org.moorage.manager.audit;

import org.jspecify.annotations.NullMarked;
