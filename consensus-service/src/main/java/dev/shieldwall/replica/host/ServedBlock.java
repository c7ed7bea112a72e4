package dev.shieldwall.replica.host;

import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.receipt.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A committed block with what many readers want of it, made once. Thread-safe; a race costs work, not truth. */
public final class ServedBlock {

    private final CertifiedBlock block;
    private volatile byte @Nullable [] encoded;
    private volatile @Nullable List<byte[]> leafHashes;

    ServedBlock(CertifiedBlock block) {
        this.block = block;
    }

    public CertifiedBlock certified() {
        return block;
    }

    public long height() {
        return block.header().height();
    }

    /** Deterministic CBOR of the certified block. The caller must not change it. */
    public byte[] encoded() {
        byte[] known = encoded;
        if (known == null) {
            known = CertifiedBlock.CODEC.encode(block);
            encoded = known;
        }
        return known;
    }

    /** The receipt of result {@code index}. */
    public Receipt receipt(int index) {
        return Receipt.of(block, leaves(), index);
    }

    private List<byte[]> leaves() {
        List<byte[]> known = leafHashes;
        if (known == null) {
            known = Block.resultLeafHashes(block.results());
            leafHashes = known;
        }
        return known;
    }

    /** Bytes of the signed commands, as a measure of what it costs to keep this block. */
    long weight() {
        return 1_024 + block.commands().stream().mapToLong(command -> 3L * command.size()).sum();
    }
}
