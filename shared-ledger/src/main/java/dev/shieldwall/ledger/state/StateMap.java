package dev.shieldwall.ledger.state;

import dev.shieldwall.model.proof.StateEntry;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.proof.StateKey;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.proof.StateTree;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state: an immutable map from 256-bit keys to bytes that shares with its successors whatever they do not change,
 * and whose root hash commits to every entry ({@link StateTree} says how). Keys are SHA-256 digests, so paths are about
 * log2(size) long; an attacker can lengthen a path only by finding keys with equal beginnings.
 *
 * <p>Thread-safe.
 */
public final class StateMap implements StateReader {

    public static final StateMap EMPTY = new StateMap(null, 0);

    private static final int LOAD_BATCH = 8_192;

    private final @Nullable Node tree;
    private final long size;

    private StateMap(@Nullable Node tree, long size) {
        this.tree = tree;
        this.size = size;
    }

    /** The map of {@code entries}, in any order. */
    public static StateMap load(Iterator<StateEntry> entries) {
        StateMap map = EMPTY;
        while (entries.hasNext()) {
            var batch = new TreeMap<Hash, StateChange>();
            while (entries.hasNext() && batch.size() < LOAD_BATCH) {
                StateEntry entry = entries.next();
                batch.put(entry.key(), StateChange.put(entry.key(), entry.value()));
            }
            map = map.with(batch);
        }
        return map;
    }

    public Hash root() {
        return Node.hashOf(tree);
    }

    /** Number of entries. */
    public long size() {
        return size;
    }

    /** The bytes at {@code key}, null when there are none. */
    public @Nullable Bytes find(Hash key) {
        Node.Leaf leaf = leaf(key);
        return leaf == null ? null : leaf.value();
    }

    @Override
    @SuppressWarnings("unchecked") // the hash of a key covers its kind, and a kind has one type
    public <T> @Nullable T get(StateKey<T> key) {
        Node.Leaf leaf = leaf(key.hash());
        if (leaf == null) {
            return null;
        }
        Object decoded = leaf.decoded;
        if (decoded == null) {
            decoded = decode(key, leaf.value());
            leaf.decoded = decoded;
        }
        return (T) decoded;
    }

    private static <T> T decode(StateKey<T> key, Bytes value) {
        try {
            return key.codec().decode(value.unsafeArray());
        } catch (MalformedException e) {
            throw new IllegalStateException("an entry of the state is not of the type of its key", e);
        }
    }

    private Node.@Nullable Leaf leaf(Hash key) {
        Node node = tree;
        for (int depth = 0; node instanceof Node.Inner inner; depth++) {
            node = StateTree.isRight(key, depth) ? inner.right : inner.left;
        }
        return node instanceof Node.Leaf leaf && leaf.hasKey(key) ? leaf : null;
    }

    public StateMap put(Hash key, Bytes value) {
        return with(List.of(StateChange.put(key, value)));
    }

    public StateMap remove(Hash key) {
        return with(List.of(StateChange.remove(key)));
    }

    /** This map with all {@code changes}, keyed by their key in natural order; every touched path is hashed once. */
    public StateMap with(SortedMap<Hash, StateChange> changes) {
        return with(List.copyOf(changes.values()));
    }

    private StateMap with(List<StateChange> sorted) {
        var update = new TreeUpdate(sorted);
        Node changed = update.apply(tree);
        return changed == tree ? this : new StateMap(changed, size + update.grownBy());
    }

    /** What stands at {@code key}, for somebody who knows the root alone. */
    public StateProof prove(Hash key) {
        var siblings = new ArrayList<Hash>();
        Node node = tree;
        for (int depth = 0; node instanceof Node.Inner inner; depth++) {
            boolean right = StateTree.isRight(key, depth);
            siblings.add(Node.hashOf(right ? inner.left : inner.right));
            node = right ? inner.right : inner.left;
        }
        if (node instanceof Node.Leaf leaf) {
            return new StateProof(siblings, leaf.hasKey(key)
                    ? new StateProof.Present(leaf.value())
                    : new StateProof.Other(leaf.key(), Hash.sha256(leaf.value().unsafeArray())));
        }
        return new StateProof(siblings, new StateProof.Vacant());
    }

    /** All entries in the order of their keys. */
    public Iterator<StateEntry> entries() {
        return new EntryIterator(tree);
    }
}
