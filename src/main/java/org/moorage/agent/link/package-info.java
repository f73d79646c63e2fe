/**
 * The agent's end of the agent link: what happened goes to a manager and waits on disk while none
 * is there; the catalogue and orders come back.
 *
 * <p>Its threads never touch the agent: what they want done they post to its loop.
 */
@NullMarked
package org.moorage.agent.link;

import org.jspecify.annotations.NullMarked;
