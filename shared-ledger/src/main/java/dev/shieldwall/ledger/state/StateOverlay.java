package dev.shieldwall.ledger.state;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.proof.StateKey;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Changes on top of a state that it leaves as it is. Values stay objects until {@link #applyTo}, so one that changes
 * with every command of a block is encoded once.
 *
 * <p>Not thread-safe.
 */
public final class StateOverlay implements StateReader {

    private record Pending<T>(StateKey<T> key, @Nullable T value) {

        StateChange encoded() {
            return value == null
                    ? StateChange.remove(key.hash())
                    : StateChange.put(key.hash(), Bytes.wrap(key.codec().encode(value)));
        }
    }

    private final StateReader base;
    private final TreeMap<Hash, Pending<?>> pending = new TreeMap<>();

    public StateOverlay(StateReader base) {
        this.base = base;
    }

    @Override
    @SuppressWarnings("unchecked") // the hash of a key covers its kind, and a kind has one type
    public <T> @Nullable T get(StateKey<T> key) {
        Pending<?> change = pending.get(key.hash());
        return change == null ? base.get(key) : (T) change.value();
    }

    public <T> void put(StateKey<T> key, T value) {
        pending.put(key.hash(), new Pending<>(key, value));
    }

    public <T> void remove(StateKey<T> key) {
        pending.put(key.hash(), new Pending<>(key, null));
    }

    /** Takes over the changes of {@code upper}, which lies on top of this. */
    public void absorb(StateOverlay upper) {
        pending.putAll(upper.pending);
    }

    /** {@code map} with these changes. */
    public StateMap applyTo(StateMap map) {
        var changes = new TreeMap<Hash, StateChange>();
        pending.forEach((key, change) -> changes.put(key, change.encoded()));
        return map.with(changes);
    }
}
