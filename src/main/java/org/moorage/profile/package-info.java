/**
 * Port profiles: what a network administrator writes about one kind of connection, read, checked
 * and compiled to rules that are tied to no switch.
 */
@NullMarked
package org.moorage.profile;

import org.jspecify.annotations.NullMarked;
