/**
 * Captures of vPorts that somebody asked for: ordered from the agent, followed while they run, kept
 * a while in memory to be fetched.
 */
@NullMarked
package org.moorage.manager.capture;

import org.jspecify.annotations.NullMarked;
