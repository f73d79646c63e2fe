/**
 * The frame all pages share: navigation, tables, live updates, search, problems, languages; the
 * documentation pages.
 */
@NullMarked
package org.moorage.manager.console;

import org.jspecify.annotations.NullMarked;
