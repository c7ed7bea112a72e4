package dev.shieldwall.ledger;

import dev.shieldwall.model.codec.Hash;

/**
 * What a block brings to its commands.
 *
 * @param height one more than the parent's
 * @param timeMillis block time, greater than the parent's
 * @param parentHash header hash of the parent; the ledger records it and does not check it
 * @param builder index of the replica that built the block
 */
public record BlockContext(long height, long timeMillis, Hash parentHash, int builder) {}
