package dev.shieldwall.crypto.key;

import java.time.Instant;

/** Where in its life a key is. Compromised and purged keys are in no stage: the ring keeps nothing but their id. */
public sealed interface Stage {

    /** The instant since which the key is in this stage. */
    Instant since();

    /** Handed out but not yet signing: peers who already use it are understood. */
    record Waiting(Instant since) implements Stage {}

    /** The one key that signs and seals. */
    record Primary(Instant since) implements Stage {}

    /**
     * Signs no more. The end is written down at retirement, so that no later change of the table prolongs it.
     *
     * @param until from this instant on it does not verify
     * @param purge from this instant on it may be forgotten
     */
    record Retired(Instant since, Instant until, Instant purge) implements Stage {

        public Retired {
            if (until.isBefore(since) || purge.isBefore(until)) {
                throw new IllegalArgumentException("a key is retired, ends and is purged, in this order");
            }
        }
    }
}
