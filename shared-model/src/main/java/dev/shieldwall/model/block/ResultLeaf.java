package dev.shieldwall.model.block;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;

/**
 * What came of one command of a block. Its deterministic CBOR is a leaf under resultsRoot.
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

    public byte[] encode() {
        return CODEC.encode(this);
    }
}
