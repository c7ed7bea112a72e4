/** The contract: what is signed, stored, sent and shown. */
@NullMarked
package dev.shieldwall.model;

import org.jspecify.annotations.NullMarked;
