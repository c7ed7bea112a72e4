package dev.shieldwall.service.projection;

import dev.shieldwall.model.codec.Hash;

/**
 * The last block that the tables reflect.
 *
 * @param height 0 before the first block
 * @param blockHash hash of its header; the chain id at height 0
 * @param blockTimeMillis its time, 0 at height 0
 */
record ProjectionPosition(long height, Hash blockHash, long blockTimeMillis) {}
