/**
 * What edges hold and have held: homes of VSIs, their history and stories, migrations, one home for
 * each VSI.
 */
@NullMarked
package org.moorage.manager.association;

import org.jspecify.annotations.NullMarked;
