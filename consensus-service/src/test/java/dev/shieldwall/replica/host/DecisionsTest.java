package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.BlockWriter;
import dev.shieldwall.replica.store.Database;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What became of a command, after its id has left the state as well. */
class DecisionsTest {

    private static final PrincipalId VICTIM = Callers.OPERATOR;
    private static final List<PrincipalId> COPYCATS = IntStream.range(0, 20)
            .mapToObj(i -> new PrincipalId("spiffe://mesh.example/service/copycat" + i))
            .toList();
    private static final long BRIEFLY = 200;
    private static final long FOR_LONG = 20_000;
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    @TempDir
    static Path databaseFolder;

    private static Database database;

    @TempDir
    Path folder;

    private TestLedger ledger;
    private BlockStore store;
    private BlockWriter writer;
    private Ledgers ledgers;
    private Decisions decisions;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new Database(databaseFolder);
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @BeforeEach
    void makeLedger() throws Exception {
        ledger = new TestLedger(folder);
        store = new BlockStore(database.settings("decisions_" + SCHEMAS.incrementAndGet()));
        store.migrate();
        writer = new BlockWriter(store, 0, contradiction -> {});
        History history = new History(ReplicaKeys.of(ledger.genesis), store, writer);
        ledgers = new Ledgers(ledger.head(), history, TestLedger.mempool());
        decisions = new Decisions(ledgers, BRIEFLY);
    }

    @AfterEach
    void closeStore() {
        writer.close();
        store.close();
    }

    @Test
    void noNumberOfOthersWithTheSameIdHidesADecisionThatTheStateHasForgotten() throws Exception {
        SignedCommand old = decided(VICTIM);
        for (PrincipalId copycat : COPYCATS) {
            publish(ledger.callers.register(copycat));
            publish(ledger.callers.sign(copycat, Callers.close(), id(old)));
        }
        forget();
        writer.start();
        assertThat(writer.awaitFlushed(ledger.state().height(), 20_000)).isTrue();
        assertThat(ledger.state().usedCommand(VICTIM, id(old))).isEmpty();
        assertThat(decisions.find(VICTIM, id(old))).isInstanceOfSatisfying(Finding.Decided.class, found ->
                assertThat(found.receipt().result().jwsHash()).isEqualTo(old.jwsHash()));
        assertThat(decisions.find(id(old))).isEqualTo(new Finding.Ambiguous());
    }

    @Test
    void anIdThatOnePrincipalUsedNeedsNoName() throws Exception {
        SignedCommand first = decided(VICTIM);
        assertThat(decisions.find(id(first))).as("not stored yet").isInstanceOf(Finding.Unavailable.class);
        writer.start();
        assertThat(writer.awaitFlushed(1, 20_000)).isTrue();
        assertThat(decisions.find(id(first))).isInstanceOf(Finding.Decided.class);
        assertThat(decisions.find(VICTIM, new CommandId(Callers.sixteen()))).isEqualTo(new Finding.Absent(ledger.head()));
        assertThat(decisions.find(COPYCATS.getFirst(), id(first))).isEqualTo(new Finding.Absent(ledger.head()));
    }

    @Test
    void whatWasDecidedLongAgoIsFoundByItsIdAloneWhileBlocksFollowEachOther() throws Exception {
        SignedCommand old = decided(VICTIM);
        writer.start();
        assertThat(writer.awaitFlushed(1, 20_000)).isTrue();
        var patient = new Decisions(ledgers, FOR_LONG);
        for (int i = 0; i < 20; i++) {
            decided(VICTIM);
            assertThat(patient.find(id(old))).isInstanceOf(Finding.Decided.class);
        }
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForADatabaseThatIsKnownToBeAway() throws Exception {
        SignedCommand command = decided(VICTIM);
        assertThat(ledgers.history().storeTrouble()).as("the writer has not reached it").isPresent();
        assertThat(new Decisions(ledgers, Long.MAX_VALUE).find(id(command))).isInstanceOf(Finding.Unavailable.class);
    }

    @Test
    void aDecisionWhoseBlockIsNotThereYetIsNotAbsent() {
        byte[] command = ledger.callers.session();
        ledger.decide(command);
        SignedCommand parsed = TestLedger.parse(command);
        var ahead = new Decisions(new Ledgers(ledger.head(), ledgers.history(), TestLedger.mempool()), BRIEFLY);
        assertThat(ahead.find(VICTIM, id(parsed))).isInstanceOf(Finding.Unavailable.class);
    }

    @Test
    void whileTheIndexLacksABlockThatTheStateHasForgottenNothingIsAbsent() throws Exception {
        SignedCommand old = decided(VICTIM);
        assertThat(decisions.find(COPYCATS.getFirst(), id(old))).as("the state remembers what the index lacks")
                .isInstanceOf(Finding.Absent.class);
        forget();
        assertThat(decisions.find(VICTIM, id(old))).isInstanceOf(Finding.Unavailable.class);
        writer.start();
        assertThat(writer.awaitFlushed(ledger.state().height(), 20_000)).isTrue();
        assertThat(decisions.find(VICTIM, id(old))).isInstanceOf(Finding.Decided.class);
    }

    private SignedCommand decided(PrincipalId principal) {
        byte[] command = ledger.callers.sign(principal, Callers.close());
        publish(command);
        return TestLedger.parse(command);
    }

    private void publish(byte[]... commands) {
        ServedBlock block = ledger.decide(commands);
        ledgers.publish(ledger.head(), block);
    }

    /** Lets block time pass beyond notAfter and the keeping time of all commands so far. */
    private void forget() {
        var limits = ledger.genesis.limits();
        ledger.passTime(limits.notAfterAheadMillis() + limits.keepMillis() + 2_000);
        publish();
        publish();
    }

    private static CommandId id(SignedCommand command) {
        return command.payload().commandId();
    }
}
