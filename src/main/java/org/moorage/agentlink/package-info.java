/**
 * What agent and manager say to each other: records that are JSON on the wire. Any switch that
 * speaks them may take an agent's place.
 */
@NullMarked
package org.moorage.agentlink;

import org.jspecify.annotations.NullMarked;
