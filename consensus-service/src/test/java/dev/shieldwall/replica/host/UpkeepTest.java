package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.pbft.PbftCore;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.BlockWriter;
import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.wal.WalOpening;
import dev.shieldwall.replica.wal.WalSettings;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a snapshot is begun and when the log is cut, turn by turn. */
class UpkeepTest {

    @TempDir
    Path folder;

    private final Deque<Runnable> errands = new ArrayDeque<>();
    private final Deque<LoopInput> reports = new ArrayDeque<>();
    private TestLedger ledger;
    private Database database;
    private BlockStore store;
    private BlockWriter writer;
    private Committee committee;
    private ReplicaSettings settings;
    private Vault vault;
    private Ledgers ledgers;
    private WriteAheadLog log;
    private PbftCore core;

    @BeforeEach
    void aReplicaThatMakesASnapshotOfEveryBlock() throws Exception {
        ledger = new TestLedger(folder);
        committee = Committee.of(ledger.genesis, 0);
        database = new Database(folder.resolve("db"));
        store = new BlockStore(database.settings("upkeep"));
        writer = new BlockWriter(store, 0, contradiction -> {});
        var wal = new WalSettings(folder.resolve("wal"), 4 << 20, 2 << 20, LogTypes.SIGNATURES);
        settings = new ReplicaSettings(committee, folder, wal, 0, 8L << 20);
        vault = Vault.of(settings, store);
        ledgers = new Ledgers(ledger.head(), new History(committee.keys(), store, writer), TestLedger.mempool());
        log = ((WalOpening.Opened) WriteAheadLog.open(wal, record -> {})).log();
        Ed25519Signer key = Callers.signer(new PrincipalId("spiffe://mesh.example/replica/none"));
        var signer = new GuardedSigner(key, vault.guard(), () -> true);
        core = new PbftCore(committee.group(), 0, signer, Tip.of(ledger.genesis));
    }

    @AfterEach
    void close() throws Exception {
        log.close();
        writer.close();
        store.close();
        database.close();
        ledger.close();
    }

    @Test
    void noSnapshotIsBegunWhileTheCutOfTheOneBeforeWaits() throws Exception {
        Upkeep upkeep = upkeep();
        decide();
        upkeep.committed(core, log);
        snapshotIsWritten(upkeep);
        assertThat(vault.logBegins()).as("the database has not stored it").isZero();

        writer.start();
        assertThat(writer.awaitFlushed(1, 20_000)).isTrue();
        decide();
        upkeep.committed(core, log);
        assertThat(errands).as("its cut would take the place of the one that waits").isEmpty();

        upkeep.tick(log, core.standing());
        assertThat(vault.logBegins()).isEqualTo(1);
        upkeep.committed(core, log);
        snapshotIsWritten(upkeep);
        assertThat(writer.awaitFlushed(2, 20_000)).isTrue();
        upkeep.tick(log, core.standing());
        assertThat(vault.logBegins()).isEqualTo(2);
    }

    @Test
    void aFileThatOnlyClaimsToBeNewerHoldsNoSnapshotUp() throws Exception {
        Path snapshots = Files.createDirectory(folder.resolve("snapshots"));
        Files.createFile(snapshots.resolve("7fffffffffffffff.snapshot"));
        Files.createFile(snapshots.resolve("7ffffffffffffffe.snapshot"));
        Upkeep upkeep = upkeep();
        decide();
        upkeep.committed(core, log);
        assertThat(errands).hasSize(1);
        snapshotIsWritten(upkeep);
        assertThat(vault.states().readNewest(1)).as("the one just written stays").isPresent();
    }

    @Test
    void aSnapshotThatTheRestoredHeadHasPassedIsWaitedFor() throws Exception {
        decide();
        vault.states().write(ledger.head());
        Upkeep upkeep = upkeep();
        decide();
        upkeep.committed(core, log);
        assertThat(errands).as("the database lacks block 1").isEmpty();
        writer.start();
        assertThat(writer.awaitFlushed(1, 20_000)).isTrue();
        upkeep.committed(core, log);
        assertThat(errands).hasSize(1);
    }

    private Upkeep upkeep() throws Exception {
        var link = new UnusedLink() {};
        return new Upkeep(settings, vault, ledgers, (command, key) -> {}, new Upkeep.Errands(
                link, new Courier(ledgers, link), errands::add, reports::add));
    }

    private void decide() {
        ServedBlock block = ledger.decide(ledger.callers.session());
        ledgers.publish(ledger.head(), block);
    }

    private void snapshotIsWritten(Upkeep upkeep) {
        errands.remove().run();
        var written = (LoopInput.SnapshotWritten) reports.remove();
        upkeep.cut(log, written.height(), written.lsn());
    }
}
