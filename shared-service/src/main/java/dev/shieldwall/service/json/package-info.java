/** Model records as HTTP bodies and request parameters, by the model's own codec. */
@NullMarked
package dev.shieldwall.service.json;

import org.jspecify.annotations.NullMarked;
