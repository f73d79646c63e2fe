/**
 * The role beside one edge switch: drives the port stacks, the vPorts and a data plane, remembers
 * across restarts what is held, and tells the story of every association.
 *
 * <p>{@link org.moorage.agent.EdgeAgent} is sans-IO and single-threaded; the lab and the real
 * runner drive the same object.
 */
@NullMarked
package org.moorage.agent;

import org.jspecify.annotations.NullMarked;
