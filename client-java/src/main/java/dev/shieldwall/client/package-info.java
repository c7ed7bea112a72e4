/** The SDK: sign commands, submit them, verify receipts. */
@NullMarked
package dev.shieldwall.client;

import org.jspecify.annotations.NullMarked;
