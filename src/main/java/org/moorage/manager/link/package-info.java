/** The manager's end of the agent link: hello, events, stream, resolve, report. */
@NullMarked
package org.moorage.manager.link;

import org.jspecify.annotations.NullMarked;
