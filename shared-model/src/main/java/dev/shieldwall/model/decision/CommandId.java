package dev.shieldwall.model.decision;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Scalar;

/** Names a command of one principal: 128 random bits drawn by its signer. Used once (docs/design/ledger.md, replay). */
@Scalar
public record CommandId(Bytes value) implements Comparable<CommandId> {

    public static final int BYTES = 16;

    public CommandId {
        if (value.size() != BYTES) {
            throw new IllegalArgumentException("a command id has 16 bytes");
        }
    }

    @Override
    public int compareTo(CommandId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toBase64Url();
    }
}
