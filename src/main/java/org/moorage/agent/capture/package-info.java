/**
 * Captures of vPorts: frames of a data plane that mirrors, taken down in bounded files in memory,
 * and how each is.
 */
@NullMarked
package org.moorage.agent.capture;

import org.jspecify.annotations.NullMarked;
