package dev.shieldwall.ledger.state;

import dev.shieldwall.model.proof.StateTree;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Applies a sorted batch of changes to a tree in one walk. Recursion depth is bounded by the 256 bits of a key. */
final class TreeUpdate {

    private final List<StateChange> changes;
    private long grownBy;

    /** {@code changes} are in the order of their keys, each key once. */
    TreeUpdate(List<StateChange> changes) {
        this.changes = changes;
    }

    /** By how many entries the tree became larger; negative when it shrank. */
    long grownBy() {
        return grownBy;
    }

    @Nullable Node apply(@Nullable Node tree) {
        return apply(tree, 0, changes.size(), 0);
    }

    /** All changes from {@code from} to {@code to} share the first {@code depth} bits with {@code node}. */
    private @Nullable Node apply(@Nullable Node node, int from, int to, int depth) {
        if (from == to) {
            return node;
        }
        return switch (node) {
            case null -> grow(leaves(null, from, to), depth);
            case Node.Leaf leaf -> grow(leaves(leaf, from, to), depth);
            case Node.Inner inner -> {
                int middle = firstRight(from, to, depth);
                Node left = apply(inner.left, from, middle, depth + 1);
                Node right = apply(inner.right, middle, to, depth + 1);
                yield left == inner.left && right == inner.right ? inner : join(left, right);
            }
        };
    }

    /** The leaves that result where at most one stood before, in the order of their keys. */
    private List<Node.Leaf> leaves(Node.@Nullable Leaf before, int from, int to) {
        var leaves = new ArrayList<Node.Leaf>(to - from + 1);
        Node.Leaf kept = before;
        for (StateChange change : changes.subList(from, to)) {
            if (kept != null && kept.hasKey(change.key())) {
                boolean same = change.value() != null && change.value().equals(kept.value());
                if (same) {
                    leaves.add(kept);
                } else if (change.value() != null) {
                    leaves.add(new Node.Leaf(change.key(), change.value()));
                }
                kept = null;
                continue;
            }
            if (kept != null && kept.key().compareTo(change.key()) < 0) {
                leaves.add(kept);
                kept = null;
            }
            if (change.value() != null) {
                leaves.add(new Node.Leaf(change.key(), change.value()));
            }
        }
        if (kept != null) {
            leaves.add(kept);
        }
        grownBy += leaves.size() - (before == null ? 0 : 1);
        return leaves;
    }

    /** The subtree of sorted {@code leaves} that share the first {@code depth} bits. */
    private static @Nullable Node grow(List<Node.Leaf> leaves, int depth) {
        if (leaves.size() <= 1) {
            return leaves.isEmpty() ? null : leaves.getFirst();
        }
        int middle = 0;
        while (middle < leaves.size() && !leaves.get(middle).isRight(depth)) {
            middle++;
        }
        return join(grow(leaves.subList(0, middle), depth + 1), grow(leaves.subList(middle, leaves.size()), depth + 1));
    }

    /** A subtree of one entry is its leaf, wherever that leaf came from. */
    private static @Nullable Node join(@Nullable Node left, @Nullable Node right) {
        if (left == null && !(right instanceof Node.Inner)) {
            return right;
        }
        if (right == null && !(left instanceof Node.Inner)) {
            return left;
        }
        return new Node.Inner(left, right);
    }

    /** Index of the first change in the range whose key goes right at {@code depth}. */
    private int firstRight(int from, int to, int depth) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (StateTree.isRight(changes.get(middle).key(), depth)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
