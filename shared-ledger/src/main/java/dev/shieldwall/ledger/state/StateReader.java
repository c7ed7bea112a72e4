package dev.shieldwall.ledger.state;

import dev.shieldwall.model.proof.StateKey;
import org.jspecify.annotations.Nullable;

/** Reads typed values of the state: of a committed one, or of one with uncommitted changes on top. */
public interface StateReader {

    /** The value at {@code key}, null when there is none. */
    <T> @Nullable T get(StateKey<T> key);
}
