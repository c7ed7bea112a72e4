package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.ledger.SignatureCheck;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.replica.wal.DiskFailure;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** What the owner thread does beside the protocol: snapshots and cuts, the quarantine, commands that wait too long. */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final int REVIEW_EVERY_TICKS = 10;
    /** Executing less than this again costs a start less than a snapshot costs the stop. */
    private static final long WORTH_A_SNAPSHOT_BYTES = 256 << 10;

    private final ReplicaSettings settings;
    private final Vault vault;
    private final Ledgers ledgers;
    private final SignatureCheck signatures;
    private final Errands errands;
    private final Relay relay;
    private final AtomicBoolean reviewing = new AtomicBoolean();
    private final AtomicBoolean snapshotUnderWay = new AtomicBoolean();
    /** Of the bytes appended since the start; below 0 by what was executed again then. */
    private long bytesAtCheckpoint;
    private long newestSnapshot;
    private LoopInput.@Nullable SnapshotWritten waitingCut;
    private int ticks;

    /**
     * Ways out of the owner thread.
     *
     * @param background for work that may take long
     * @param report hands the result of such work back to the owner thread
     */
    record Errands(PeerLink link, Courier courier, Executor background, Consumer<LoopInput> report) {}

    Upkeep(ReplicaSettings settings, Vault vault, Ledgers ledgers, SignatureCheck signatures, Errands errands)
            throws IOException {
        this.settings = settings;
        this.vault = vault;
        this.ledgers = ledgers;
        this.signatures = signatures;
        this.errands = errands;
        this.relay = new Relay(settings.committee(), ledgers, signatures, errands.link());
        // Whatever is called newer was not made by the log that led here; to wait for its height would be for ever.
        this.newestSnapshot = vault.states().newestHeight(ledgers.head().height());
    }

    /** To be called before the first turn: what the start executed again counts towards the next snapshot. */
    void executedAgain(long bytes) {
        bytesAtCheckpoint = -bytes;
    }

    void alarm(String reason) {
        LOG.error("ALARM {}", reason);
    }

    @Nullable String silence() {
        return vault.quarantine().reason();
    }

    /**
     * Called between two turns after a commit: begins a snapshot when the log has grown enough. Not before the database
     * has caught up with the one before, and the log is cut behind that: a restart begins at one that the database has
     * caught up with, two are kept, and one cut at a time can wait.
     */
    void committed(PbftCore core, WriteAheadLog log) {
        if (log.appendedBytes() - bytesAtCheckpoint < settings.checkpointBytes()
                || ledgers.history().storedHeight() < newestSnapshot
                || waitingCut != null
                || !snapshotUnderWay.compareAndSet(false, true)) {
            return;
        }
        Head head = ledgers.head();
        long from = carryOver(core, log, head);
        errands.background().execute(() -> writeSnapshot(head, from, errands.report()::accept));
    }

    /**
     * Called when the owner thread has ended: what the next start would have to execute again goes into a snapshot, if
     * the database has its blocks. A replica that is killed instead has its log.
     */
    void rest(PbftCore core, WriteAheadLog log) {
        Head head = ledgers.head();
        if (head.height() > 0 && log.appendedBytes() - bytesAtCheckpoint >= WORTH_A_SNAPSHOT_BYTES
                && ledgers.history().storedHeight() >= head.height()
                && snapshotUnderWay.compareAndSet(false, true)) {
            long from = carryOver(core, log, head);
            writeSnapshot(head, from, written -> cut(log, written.height(), written.lsn()));
        }
    }

    /** Repeats what is still needed of the log, and returns where that begins. */
    private long carryOver(PbftCore core, WriteAheadLog log, Head head) {
        newestSnapshot = head.height();
        long from = vault.guard().carryOver(log, head.height());
        for (WalRecord record : core.essentials()) {
            log.append(LogTypes.of(record), record.encode());
        }
        log.sync();
        bytesAtCheckpoint = log.appendedBytes();
        return from;
    }

    private void writeSnapshot(Head head, long from, Consumer<LoopInput.SnapshotWritten> report) {
        try {
            vault.states().write(head);
            report.accept(new LoopInput.SnapshotWritten(head.height(), from));
        } catch (IOException e) {
            LOG.error("ALARM the snapshot of height {} could not be written; the log is kept", head.height(), e);
        } finally {
            snapshotUnderWay.set(false);
        }
    }

    /** Cuts the log below {@code lsn} once the database has every block up to {@code height}. */
    void cut(WriteAheadLog log, long height, long lsn) {
        if (ledgers.history().storedHeight() < height) {
            waitingCut = new LoopInput.SnapshotWritten(height, lsn);
            return;
        }
        waitingCut = null;
        try {
            vault.cut().write(Long.toString(height));
        } catch (IOException e) {
            throw new DiskFailure("the beginning of the log could not be noted", e);
        }
        log.truncateBelow(lsn);
    }

    /**
     * Called ten times a second between two turns.
     *
     * @return true when the patience with the primary is to begin anew, as {@link Relay#tick} says
     */
    boolean tick(WriteAheadLog log, Standing standing) {
        if (waitingCut != null) {
            cut(log, waitingCut.height(), waitingCut.lsn());
        }
        leaveQuarantine(log);
        if (++ticks % REVIEW_EVERY_TICKS == 0 && ledgers.mempool().size() > 0 && reviewing.compareAndSet(false, true)) {
            errands.background().execute(this::review);
        }
        return relay.tick(standing, Moment.now());
    }

    /** View below which nothing is signed: the core has to promise that to the others, or it would wait there for ever. */
    long lowestView() {
        return vault.quarantine().isOn() ? 0 : vault.guard().lowestView();
    }

    private void leaveQuarantine(WriteAheadLog log) {
        Quarantine quarantine = vault.quarantine();
        byte[] question = quarantine.question();
        if (question != null) {
            errands.link().broadcast(Channel.VOTES, new PeerFrame.TipQuestion(question).encode());
            return;
        }
        try {
            Optional<Amnesia.Floor> floor = quarantine.tryEnd(ledgers.head().certificate());
            if (floor.isEmpty()) {
                return;
            }
            vault.guard().forbidBelow(log, floor.get().height(), floor.get().view());
            log.sync();
            quarantine.forget();
            LOG.info("signs again, above height {} and from view {} on", floor.get().height(), floor.get().view());
        } catch (IOException e) {
            throw new DiskFailure("the end of the quarantine could not be noted", e);
        }
    }

    /** Asks again about each waiting command, and sends again those that somebody here waits for. */
    private void review() {
        try {
            for (SignedCommand command : ledgers.mempool().all()) {
                review(command);
            }
            errands.courier().sendAgain(System.nanoTime());
        } catch (DataAccessException e) {
            LOG.warn("waiting commands are not reviewed while the database is away");
        } finally {
            reviewing.set(false);
        }
    }

    private void review(SignedCommand command) {
        switch (Ledger.admit(ledgers.head().state(), command, System.currentTimeMillis(), signatures)) {
            case Admission.Admitted _ -> {}
            case Admission.Duplicate(long height, int index) ->
                ledgers.drop(new BlockValidator.Dropped(command, new Admitted.Decided(height, index)));
            case Admission.Refused(var reason, String detail) ->
                ledgers.drop(new BlockValidator.Dropped(command, new Admitted.Refused(reason, detail)));
        }
    }
}
