/**
 * The rules of a port profile: sentences a person writes, the neutral rules they compile to, and
 * the reference meaning of both.
 *
 * <p>The grammar is written down in {@code web/docs/11-rule-grammar.md}.
 */
@NullMarked
package org.moorage.profile.rules;

import org.jspecify.annotations.NullMarked;
