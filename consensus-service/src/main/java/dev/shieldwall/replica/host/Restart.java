package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.ledger.BlockOutcome;
import dev.shieldwall.ledger.Ledger;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.StoredBlock;
import dev.shieldwall.replica.wal.SignerGuard;
import dev.shieldwall.replica.wal.WalOpening;
import dev.shieldwall.replica.wal.WalSettings;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Brings a replica back from its disk: newest whole snapshot that the database has the blocks of, blocks of the database
 * up to where the log begins, then the log. Everything is verified again. A log that was damaged is put aside and the
 * replica starts in quarantine.
 */
final class Restart {

    private static final Logger LOG = LoggerFactory.getLogger(Restart.class);
    private static final int ROWS = 64;
    private static final long ROWS_BYTES = 4L << 20;
    private static final long DATABASE_PATIENCE_MILLIS = 120_000;
    private static final long DATABASE_PAUSE_MILLIS = 500;

    private final ReplicaSettings settings;
    private final Vault vault;
    private final BlockValidator validator;
    private final GuardedSigner signer;
    private final Consumer<ServedBlock> committed;
    private Head head;
    private long replayedBytes;

    /** @param committed told every committed block that is read again, in order */
    Restart(
            ReplicaSettings settings, Vault vault, BlockValidator validator, GuardedSigner signer,
            Consumer<ServedBlock> committed) {
        this.settings = settings;
        this.vault = vault;
        this.validator = validator;
        this.signer = signer;
        this.committed = committed;
        this.head = new Head(Ledger.genesis(settings.committee().genesis()), null, null);
    }

    /**
     * @param indexed height up to which every block is in the database, or below the log in any case. From a snapshot
     *     beyond it the blocks in between would be skipped in the log, and would be missing in the database for ever.
     */
    Restored run(long indexed) throws IOException {
        Committee committee = settings.committee();
        Optional<Head> snapshot = vault.states().readNewest(indexed);
        snapshot.ifPresent(found -> {
            head = found;
            LOG.info("snapshot of height {}", found.height());
        });
        long logBegins = vault.logBegins();
        if (head.height() < logBegins) {
            replayRows(logBegins);
        }
        vault.quarantine().resume();
        if (isEmpty(settings.wal().directory()) && (vault.neverSigned().read() == null || vault.isStored())) {
            // Before there is a log again: nothing in it could say that it is not the first.
            LOG.error("ALARM the log is gone; this replica observes until it has caught up");
            vault.quarantine().begin(0);
        }
        PbftCore core = new PbftCore(committee.group(), committee.self(), signer, tip(committee, head));
        WalOpening opening = WriteAheadLog.open(settings.wal(), record -> replay(core, record));
        return switch (opening) {
            case WalOpening.Opened(WriteAheadLog log, long cut) -> {
                if (cut > 0) {
                    LOG.warn("an unfinished write of {} bytes at the end of the log was cut", cut);
                }
                yield restored(core, log);
            }
            case WalOpening.Corrupt corrupt -> observe(corrupt);
        };
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return true;
        }
        try (var files = Files.list(folder)) {
            return files.noneMatch(file -> file.toString().endsWith(".wal"));
        }
    }

    private Restored restored(PbftCore core, WriteAheadLog log) throws IOException {
        vault.neverSigned().delete();
        signer.recordIn(log);
        LOG.info("restored at height {}, {} KiB of blocks executed again", head.height(), replayedBytes >> 10);
        return new Restored(core, head, log, replayedBytes);
    }

    /** Keeps what is known of own signatures, puts the log aside and begins another, in quarantine. */
    private Restored observe(WalOpening.Corrupt corrupt) throws IOException {
        LOG.error("ALARM the log is damaged at byte {} of {}: {}. This replica observes until it has caught up.",
                corrupt.offset(), corrupt.segment(), corrupt.reason());
        SignerGuard guard = vault.guard();
        corrupt.salvaged().stream().filter(record -> record.type() == LogTypes.GUARD).forEach(guard::restore);
        vault.quarantine().begin(Math.max(guard.highestHeight(), 1));
        Path aside = settings.folder().resolve("wal-damaged-" + System.currentTimeMillis());
        Files.move(settings.wal().directory(), aside);
        WalSettings wal = settings.wal();
        WalOpening opening = WriteAheadLog.open(wal, record -> {});
        if (!(opening instanceof WalOpening.Opened(WriteAheadLog log, _))) {
            throw new IOException("a new log cannot be opened");
        }
        guard.carryOver(log, guard.highestHeight());
        log.sync();
        Committee committee = settings.committee();
        PbftCore core = new PbftCore(committee.group(), committee.self(), signer, tip(committee, head));
        return restored(core, log);
    }

    private static Tip tip(Committee committee, Head head) {
        return head.header() == null
                ? Tip.of(committee.genesis())
                : Tip.of(head.header(), Objects.requireNonNull(head.certificate()));
    }

    private void replay(PbftCore core, dev.shieldwall.replica.wal.WalRecord record) {
        if (record.type() == LogTypes.GUARD) {
            vault.guard().restore(record);
            return;
        }
        WalRecord read;
        try {
            read = WalRecord.decode(record.payload());
        } catch (MalformedException e) {
            throw new IllegalStateException("the log holds a whole record that this version cannot read", e);
        }
        for (Output output : core.step(new Input.Replay(read))) {
            if (output instanceof Output.Deliver(Block block, QuorumCertificate certificate)) {
                apply(block, certificate);
            }
        }
    }

    private void apply(Block block, QuorumCertificate certificate) {
        try {
            settings.committee().keys().verifyCommit(block.header(), certificate);
        } catch (CertificateRejectedException e) {
            throw new IllegalStateException("block " + block.header().height() + ": " + e.getMessage(), e);
        }
        BlockOutcome.Executed outcome = validator.certified(head.state(), block, certificate.blockHash());
        head = new Head(outcome.state(), block.header(), certificate);
        ServedBlock served = new ServedBlock(
                new CertifiedBlock(block.header(), block.commands(), outcome.results(), certificate));
        replayedBytes += served.weight();
        committed.accept(served);
    }

    /** Executes the blocks between the snapshot and the beginning of the log; they are in the database and only there. */
    private void replayRows(long upTo) throws IOException {
        while (head.height() < upTo) {
            List<StoredBlock> rows = fromDatabase(store -> store.range(head.height() + 1, ROWS, ROWS_BYTES));
            if (rows.isEmpty()) {
                throw new IOException("neither a snapshot nor the database has block " + (head.height() + 1)
                        + ", and the log begins after " + upTo);
            }
            for (StoredBlock row : rows) {
                replayRow(row);
            }
        }
    }

    private void replayRow(StoredBlock row) throws IOException {
        try {
            CertifiedBlock block = BlockRows.block(row, settings.committee().keys());
            BlockHeader parent = head.header();
            boolean follows = block.header().height() == head.height() + 1
                    && block.header().parentHash().equals(
                            parent == null ? settings.committee().group().chainId() : parent.hash());
            if (!follows) {
                throw new IOException("block " + row.height() + " of the database does not follow its parent");
            }
            apply(block.block(), block.certificate());
        } catch (MalformedException | CertificateRejectedException e) {
            throw new IOException("block " + row.height() + " of the database does not verify: " + e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(BlockStore store);
    }

    private <T> T fromDatabase(Question<T> question) throws IOException {
        long end = System.currentTimeMillis() + DATABASE_PATIENCE_MILLIS;
        while (true) {
            try {
                return question.ask(vault.store());
            } catch (DataAccessException | FlywayException e) {
                if (System.currentTimeMillis() > end) {
                    throw new IOException("the database is needed to start and does not answer", e);
                }
                pause();
            }
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(DATABASE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
