package dev.shieldwall.consensus.core;

import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.genesis.Genesis;
import org.jspecify.annotations.Nullable;

/**
 * The highest committed block of a replica, or what stands in its place before the first.
 *
 * @param height 0 for genesis
 * @param hash of the header; the chain id for genesis
 * @param timeMillis block time, or when genesis was made
 * @param certificate none for genesis only
 */
public record Tip(long height, Hash hash, long timeMillis, @Nullable QuorumCertificate certificate) {

    public Tip {
        if (height < 0 || (height == 0) != (certificate == null)) {
            throw new IllegalArgumentException("a tip is genesis or has a certificate");
        }
    }

    public static Tip of(Genesis genesis) {
        return new Tip(0, genesis.chainId(), genesis.createdAtMillis(), null);
    }

    public static Tip of(BlockHeader header, QuorumCertificate certificate) {
        return new Tip(header.height(), header.hash(), header.timeMillis(), certificate);
    }
}
