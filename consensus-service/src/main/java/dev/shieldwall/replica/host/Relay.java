package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.ledger.SignatureCheck;
import dev.shieldwall.model.command.SignedCommand;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a backup does with commands that wait while nothing is decided, before it loses its patience with the primary:
 * at half of the base timeout it passes them on to it. Otherwise a liar could give a command to one backup alone and
 * let it suspect an honest primary. Belongs to the owner thread.
 */
final class Relay {

    /** Most that is passed on at a time. A single one that the primary lacked makes it propose. */
    static final int MAX_COMMANDS = 64;
    static final long MAX_BYTES = 256L << 10;
    /** Most that is judged in one tick of the owner thread; what nobody could propose any more is gone then. */
    static final int MAX_JUDGED = 1_024;

    private final Ledgers ledgers;
    private final SignatureCheck signatures;
    private final PeerLink link;
    private final int self;
    private final long halfNanos;
    private @Nullable Place place;
    private long placeNanos;
    private long relayNanos;

    private record Place(long view, boolean active, long height) {}

    Relay(Committee committee, Ledgers ledgers, SignatureCheck signatures, PeerLink link) {
        this.ledgers = ledgers;
        this.signatures = signatures;
        this.link = link;
        this.self = committee.self();
        this.halfNanos = TimeUnit.MILLISECONDS.toNanos(committee.genesis().consensus().baseTimeoutMillis()) / 2;
    }

    /**
     * Called several times in half of the base timeout.
     *
     * @return true when waiting commands are gone without a decision and none of the others waits for long: a patience
     *     that began with those which are gone is to begin anew
     */
    boolean tick(Standing standing, Moment now) {
        Place here = new Place(standing.view(), standing.active(), standing.height());
        if (!here.equals(place)) {
            place = here;
            placeNanos = now.nanos();
            relayNanos = now.nanos();
        }
        if (now.nanos() - placeNanos < halfNanos || !standing.active() || standing.primary() == self) {
            return false;
        }
        dropExpired(now.millis());
        for (int judged = 0; judged < MAX_JUDGED; ) {
            List<SignedCommand> overdue =
                    ledgers.mempool().overdue(now.nanos() - halfNanos, MAX_COMMANDS, MAX_BYTES);
            if (overdue.isEmpty()) {
                return ledgers.anyGone();
            }
            judged += overdue.size();
            List<SignedCommand> good =
                    overdue.stream().filter(command -> isStillGood(command, now.millis())).toList();
            if (!good.isEmpty()) {
                passOn(good, standing.primary(), now);
                return false;
            }
            // Those were dropped, so that others are first in line now.
        }
        return false;
    }

    private void passOn(List<SignedCommand> commands, int primary, Moment now) {
        if (now.nanos() - relayNanos >= halfNanos) {
            relayNanos = now.nanos();
            commands.forEach(command ->
                    link.forward(primary, new PeerFrame.Command(command.jws().unsafeArray()).encode()));
        }
    }

    /**
     * Drops what no primary could propose any more, such as the second of two commands with one id whose first was
     * decided: it would be waited for in vain.
     */
    private boolean isStillGood(SignedCommand command, long nowMillis) {
        Admitted why = switch (Ledger.admit(ledgers.head().state(), command, nowMillis, signatures)) {
            case Admission.Admitted _ -> null;
            case Admission.Duplicate(long height, int index) -> new Admitted.Decided(height, index);
            case Admission.Refused(var reason, String detail) -> new Admitted.Refused(reason, detail);
        };
        if (why != null) {
            ledgers.drop(new BlockValidator.Dropped(command, why));
        }
        return why == null;
    }

    private void dropExpired(long nowMillis) {
        for (SignedCommand command : ledgers.mempool().expired(nowMillis)) {
            ledgers.drop(new BlockValidator.Dropped(
                    command, new Admitted.Refused(Refusal.EXPIRED, "notAfter has passed")));
        }
    }
}
