package dev.shieldwall.model.proof;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;

/**
 * One entry of the state as a snapshot holds it.
 *
 * @param key as in {@code StateKey.hash}
 * @param value the CBOR of the value
 */
public record StateEntry(Hash key, Bytes value) {}
