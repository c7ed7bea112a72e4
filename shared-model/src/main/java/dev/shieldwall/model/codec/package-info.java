/** Two codecs over records: strict JSON for what people and programs sign, deterministic CBOR for what replicas hash. */
@NullMarked
package dev.shieldwall.model.codec;

import org.jspecify.annotations.NullMarked;
