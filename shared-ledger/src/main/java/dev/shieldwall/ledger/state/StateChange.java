package dev.shieldwall.ledger.state;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one key.
 *
 * @param value the new value, null to remove the entry
 */
public record StateChange(Hash key, @Nullable Bytes value) {

    public static StateChange put(Hash key, Bytes value) {
        return new StateChange(key, value);
    }

    public static StateChange remove(Hash key) {
        return new StateChange(key, null);
    }
}
