/** Tests on real interfaces: network namespaces, lldpad as the station, the agent as a process. */
@NullMarked
package org.moorage.wire;

import org.jspecify.annotations.NullMarked;
