/** People, tokens, roles, sign-in; which route asks for which role. */
@NullMarked
package org.moorage.manager.security;

import org.jspecify.annotations.NullMarked;
