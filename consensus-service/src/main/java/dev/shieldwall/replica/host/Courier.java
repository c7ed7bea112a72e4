package dev.shieldwall.replica.host;

import dev.shieldwall.model.command.SignedCommand;
import java.util.concurrent.TimeUnit;

/**
 * Passes on what callers brought to all other replicas: at once, and again after a pause, since it may have been lost on
 * the way to the primary. Whoever brings a command again within the pause has it sent no second time. Thread-safe.
 */
final class Courier {

    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Most that is sent again at a time, about once a second. */
    static final long MAX_BYTES_AGAIN = 256L << 10;

    private final Ledgers ledgers;
    private final PeerLink link;

    Courier(Ledgers ledgers, PeerLink link) {
        this.ledgers = ledgers;
        this.link = link;
    }

    /** Sends a command that waits here, unless it was sent a moment ago. */
    void send(SignedCommand command, long nowNanos) {
        if (ledgers.mempool().noteSent(command.jwsHash(), nowNanos, PAUSE_NANOS)) {
            link.forward(new PeerFrame.Command(command.jws().unsafeArray()).encode());
        }
    }

    /** Sends again what somebody here still waits for, first what was sent longest ago, so that all get their turn. */
    void sendAgain(long nowNanos) {
        long left = MAX_BYTES_AGAIN;
        for (SignedCommand command : ledgers.mempool().sentBefore(nowNanos - PAUSE_NANOS)) {
            if (ledgers.pending().isAwaited(command.jwsHash())) {
                left -= command.jws().size();
                if (left < 0) {
                    return;
                }
                send(command, nowNanos);
            }
        }
    }
}
