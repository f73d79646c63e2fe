/**
 * The role that decides: VSI types, associations, people. One package a feature below it; each
 * holds its entities, services, REST and pages.
 */
@NullMarked
package org.moorage.manager;

import org.jspecify.annotations.NullMarked;
