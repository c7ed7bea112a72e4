package dev.shieldwall.consensus.core;

import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import java.util.Optional;

/**
 * Signs for this replica. Deterministic: the same position and message give the same signature. The port exists so that
 * a guard outside the core can refuse; a refusal silences the replica at that position and raises an alarm.
 */
@FunctionalInterface
public interface VoteSigner {

    /** A 64-byte Ed25519 signature, or nothing if other bytes were signed at this position before. */
    Optional<Bytes> sign(Position position, SigningContext context, byte[] message);

    /**
     * What a signature is about: at one position a replica signs one message for ever.
     *
     * @param height of the block; of a view change the committed height it states, of a new view the first height that
     *     may be proposed. The core itself allows one of either for a view, whatever the height.
     */
    record Position(long height, long view, Kind kind) {}

    /** Kinds of signed messages; the code is for the guard's log and never changes its meaning. */
    enum Kind {
        PRE_PREPARE(1),
        PREPARE(2),
        COMMIT(3),
        VIEW_CHANGE(4),
        NEW_VIEW(5);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public byte code() {
            return (byte) code;
        }
    }
}
