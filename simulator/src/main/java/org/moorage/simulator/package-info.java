/**
 * Labs: stations, switches and links in memory, a script, and what must hold, under virtual time.
 */
@NullMarked
package org.moorage.simulator;

import org.jspecify.annotations.NullMarked;
