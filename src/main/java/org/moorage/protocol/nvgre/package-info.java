/** NVGRE (RFC 7637): a tenant's frame inside GRE, the virtual subnet in its key. */
@NullMarked
package org.moorage.protocol.nvgre;

import org.jspecify.annotations.NullMarked;
