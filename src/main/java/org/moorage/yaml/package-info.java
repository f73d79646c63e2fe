/**
 * YAML files that people write, read with their line numbers: every mistake becomes a problem that
 * names file, line, field and the nearest right word.
 */
@NullMarked
package org.moorage.yaml;

import org.jspecify.annotations.NullMarked;
