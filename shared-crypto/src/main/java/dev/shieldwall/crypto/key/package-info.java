/** Keys over their life: classes with a rotation policy, rings with one primary key, and who may do what with a ring. */
@NullMarked
package dev.shieldwall.crypto.key;

import org.jspecify.annotations.NullMarked;
