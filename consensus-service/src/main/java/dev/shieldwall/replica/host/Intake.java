package dev.shieldwall.replica.host;

import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Takes in commands, from callers and from the other replicas. Thread-safe; each caller waits on its own thread. */
final class Intake {

    /** More callers than this do not wait at one replica. */
    static final int MAX_CALLERS = 4_096;

    private final int maxBytes;
    private final Forwarded forwarded;
    private final Ledgers ledgers;
    private final Courier courier;
    private final Consumer<LoopInput> loop;

    Intake(Committee committee, Ledgers ledgers, Courier courier, Consumer<LoopInput> loop) {
        this.maxBytes = committee.genesis().limits().commandBytes();
        this.forwarded = new Forwarded(committee.size(), System.nanoTime());
        this.ledgers = ledgers;
        this.courier = courier;
        this.loop = loop;
    }

    /** Submits a command and waits for its decision, at most {@code timeoutMillis}. */
    Submitted submit(byte[] jws, long timeoutMillis) throws InterruptedException {
        SignedCommand command;
        try {
            command = CommandJws.parse(jws, maxBytes);
        } catch (MalformedException e) {
            return new Submitted.Malformed(String.valueOf(e.getMessage()));
        }
        if (ledgers.pending().size() >= MAX_CALLERS) {
            return new Submitted.NotAdmitted(new Admitted.Crowded("too many callers wait at this replica"));
        }
        Hash hash = command.jwsHash();
        // Registered before the state is asked: a commit in between is seen by one of the two.
        CompletableFuture<PendingCommands.Fate> fate = ledgers.pending().register(hash);
        try {
            return answer(command, admit(command), fate, timeoutMillis);
        } finally {
            ledgers.pending().release(hash);
        }
    }

    private Submitted answer(
            SignedCommand command, Admitted admitted, CompletableFuture<PendingCommands.Fate> fate, long timeoutMillis)
            throws InterruptedException {
        return switch (admitted) {
            case Admitted.Decided(long height, int index) -> decided(command, height, index);
            case Admitted.Refused _, Admitted.Conflict _, Admitted.Crowded _, Admitted.Poisonous _ ->
                new Submitted.NotAdmitted(admitted);
            case Admitted.Waiting _ -> {
                // Again when it waits already: the first copy may have been lost on the way to the primary.
                courier.send(command, System.nanoTime());
                announce();
                yield await(command, fate, timeoutMillis);
            }
        };
    }

    private Submitted await(SignedCommand command, CompletableFuture<PendingCommands.Fate> fate, long timeoutMillis)
            throws InterruptedException {
        try {
            return switch (fate.get(timeoutMillis, TimeUnit.MILLISECONDS)) {
                case PendingCommands.Fate.Committed(ServedBlock block, int index) ->
                    new Submitted.Decided(block.receipt(index));
                case PendingCommands.Fate.Dropped(Admitted why) -> dropped(command, why);
            };
        } catch (TimeoutException e) {
            return new Submitted.Unknown(command.payload());
        } catch (ExecutionException e) {
            throw new IllegalStateException("fates do not fail", e);
        }
    }

    /**
     * It was passed on, so a block of another replica may hold it, and that block may still be decided whatever the clock
     * says here. Only what was decided already is an answer. A command on which a rule broke is told as a defect, which
     * says nothing about its outcome.
     */
    private Submitted dropped(SignedCommand command, Admitted why) {
        return switch (why) {
            case Admitted.Decided(long height, int index) -> decided(command, height, index);
            case Admitted.Refused(var reason, _) when reason == Refusal.CONFLICT -> new Submitted.NotAdmitted(why);
            case Admitted.Poisonous _ -> new Submitted.NotAdmitted(why);
            case Admitted.Waiting _, Admitted.Refused _, Admitted.Conflict _, Admitted.Crowded _ ->
                new Submitted.Unknown(command.payload());
        };
    }

    private Submitted decided(SignedCommand command, long height, int index) {
        return ledgers.history().block(height)
                .<Submitted>map(block -> new Submitted.Decided(block.receipt(index)))
                .orElseGet(() -> new Submitted.Unknown(command.payload()));
    }

    /** Takes a command that replica {@code from} admitted; false when no honest replica would send these bytes. */
    boolean forwarded(int from, byte[] jws) {
        if (!forwarded.isReadFrom(from, System.nanoTime())) {
            return true;
        }
        try {
            SignedCommand command = CommandJws.parse(jws, maxBytes);
            Moment now = Moment.now();
            Admitted admitted = ledgers.mempool().admit(ledgers.head().state(), command, now);
            if (admitted instanceof Admitted.Waiting) {
                announce();
            }
            return forwarded.weigh(from, command, admitted, now.millis());
        } catch (MalformedException e) {
            return false;
        }
    }

    private Admitted admit(SignedCommand command) {
        return ledgers.mempool().admit(ledgers.head().state(), command, Moment.now());
    }

    /** One announcement is enough until the owner thread has seen it. */
    private void announce() {
        if (ledgers.announce()) {
            loop.accept(new LoopInput.CommandsWait());
        }
    }
}
