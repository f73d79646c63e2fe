/**
 * VSI types and their versions: draft, released, retired; import, export, compare; what agents are
 * told of them.
 */
@NullMarked
package org.moorage.manager.catalogue;

import org.jspecify.annotations.NullMarked;
