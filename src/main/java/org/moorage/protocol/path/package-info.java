/** Which destination addresses survive between two ends of a path: probes, both ends, verdicts. */
@NullMarked
package org.moorage.protocol.path;

import org.jspecify.annotations.NullMarked;
