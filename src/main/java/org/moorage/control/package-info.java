/**
 * The decisions that concern several edges, as pure code: which home of a VSI counts, how an edge's
 * events are numbered and resumed. Time is an argument; nothing here reads a clock or a socket.
 */
@NullMarked
package org.moorage.control;

import org.jspecify.annotations.NullMarked;
