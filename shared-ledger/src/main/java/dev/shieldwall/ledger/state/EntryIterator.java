package dev.shieldwall.ledger.state;

import dev.shieldwall.model.proof.StateEntry;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Walks a tree from left to right; holds one path, not the entries. */
final class EntryIterator implements Iterator<StateEntry> {

    private final ArrayDeque<Node> ahead = new ArrayDeque<>();

    EntryIterator(@Nullable Node tree) {
        push(tree);
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty();
    }

    @Override
    public StateEntry next() {
        while (!ahead.isEmpty()) {
            switch (ahead.pop()) {
                case Node.Leaf leaf -> {
                    return new StateEntry(leaf.key(), leaf.value());
                }
                case Node.Inner inner -> {
                    push(inner.right);
                    push(inner.left);
                }
            }
        }
        throw new NoSuchElementException();
    }

    private void push(@Nullable Node node) {
        if (node != null) {
            ahead.push(node);
        }
    }
}
