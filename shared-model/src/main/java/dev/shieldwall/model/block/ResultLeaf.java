package dev.shieldwall.model.block;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What came of one command of a block.
 *
 * @param index position of the command in the block, from 0
 * @param jwsHash SHA-256 of the signed command
 */
public record ResultLeaf(
        int index, PrincipalId principal, CommandId commandId, Hash jwsHash, Decision decision, List<Event> events) {

    public static final CborCodec<ResultLeaf> CODEC = CborCodec.of(ResultLeaf.class);

    public ResultLeaf {
        events = List.copyOf(events);
        if (index < 0) {
            throw new IllegalArgumentException("index is negative");
        }
    }

    /** Deterministic CBOR. */
    public byte[] encode() {
        return CODEC.encode(this);
    }

    /**
     * The leaf under resultsRoot: the number of results of the block, 4 bytes big-endian, then the deterministic CBOR.
     * A header signs the root and not the size of the tree, and one path can hold for several sizes (first leaf, sizes
     * 3 and 4). With the number in the leaf, nobody can change the size that a receipt states.
     */
    public byte[] leafBytes(int results) {
        byte[] cbor = encode();
        return ByteBuffer.allocate(Integer.BYTES + cbor.length).putInt(results).put(cbor).array();
    }
}
