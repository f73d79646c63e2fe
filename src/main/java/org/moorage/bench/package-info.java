/**
 * Benchmarks beside their peers: what we reach, what the peer reaches in the same run, the ratio.
 */
@NullMarked
package org.moorage.bench;

import org.jspecify.annotations.NullMarked;
