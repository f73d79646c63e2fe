/** The lab's page; what runs behind it is handed in. */
@NullMarked
package org.moorage.manager.lab;

import org.jspecify.annotations.NullMarked;
