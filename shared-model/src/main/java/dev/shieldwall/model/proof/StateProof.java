package dev.shieldwall.model.proof;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.codec.TypeName;
import java.util.List;
import java.util.Optional;

/**
 * What stands at one key of the state, under the state root of a header. It says nothing about the header: take the
 * root from one whose certificate was verified.
 *
 * @param siblings hashes beside the path, from the root downwards, at most 256
 * @param end what the path leads to
 */
public record StateProof(List<Hash> siblings, End end) {

    public static final JsonCodec<StateProof> JSON = JsonCodec.of(StateProof.class);
    public static final CborCodec<StateProof> CBOR = CborCodec.of(StateProof.class);

    /** The end of a path through the tree. */
    public sealed interface End {}

    /** The key's own leaf, with the CBOR of the value. */
    @TypeName("present")
    public record Present(Bytes value) implements End {}

    /** No entry: the key is absent. */
    @TypeName("vacant")
    public record Vacant() implements End {}

    /** The only entry with this beginning has another key: the key is absent. */
    @TypeName("other")
    public record Other(Hash key, Hash valueHash) implements End {}

    public StateProof {
        siblings = List.copyOf(siblings);
        if (siblings.size() > StateTree.MAX_DEPTH) {
            throw new IllegalArgumentException("a path has at most 256 steps");
        }
    }

    /** The value at {@code key} under {@code stateRoot}, or empty when the proof shows that none is there. */
    public <T> Optional<T> verify(Hash stateRoot, StateKey<T> key) throws StateProofRejectedException {
        Hash hash = endHash(key.hash());
        for (int depth = siblings.size() - 1; depth >= 0; depth--) {
            Hash sibling = siblings.get(depth);
            hash = StateTree.isRight(key.hash(), depth)
                    ? StateTree.innerHash(sibling, hash)
                    : StateTree.innerHash(hash, sibling);
        }
        if (!hash.equals(stateRoot)) {
            throw new StateProofRejectedException("the path does not lead to the state root");
        }
        return end instanceof Present(Bytes value) ? Optional.of(decode(key, value)) : Optional.empty();
    }

    private Hash endHash(Hash key) throws StateProofRejectedException {
        return switch (end) {
            case Present(Bytes value) -> StateTree.leafHash(key, Hash.sha256(value.unsafeArray()));
            case Vacant() -> StateTree.EMPTY;
            case Other(Hash other, Hash valueHash) -> {
                if (other.equals(key) || !StateTree.samePrefix(other, key, siblings.size())) {
                    throw new StateProofRejectedException("the entry at the end of the path does not exclude the key");
                }
                yield StateTree.leafHash(other, valueHash);
            }
        };
    }

    private static <T> T decode(StateKey<T> key, Bytes value) throws StateProofRejectedException {
        try {
            return key.codec().decode(value.unsafeArray());
        } catch (MalformedException e) {
            throw new StateProofRejectedException("the value is not of the type of its key", e);
        }
    }
}
