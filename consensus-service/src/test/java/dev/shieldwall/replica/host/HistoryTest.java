package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final long MINUTE_MILLIS = 60_000;
    private static final long MEMORY_BYTES = 2 << 20;

    @TempDir
    Path folder;

    /** Of a block that has left memory there is another copy, made of what waits for the database. */
    @Test
    void theNewestTwoMebibytesAreInMemoryAndNoMore() throws Exception {
        try (TestLedger ledger = new TestLedger(folder)) {
            History history = ledger.ledgers(TestLedger.mempool()).history();
            ServedBlock first = add(history, large(ledger));
            ServedBlock second = add(history, large(ledger));
            long memory = first.weight() + second.weight();
            while (memory + first.weight() <= MEMORY_BYTES) {
                memory += add(history, large(ledger)).weight();
            }
            assertThat(history.block(1).orElseThrow()).as("%d bytes", memory).isSameAs(first);
            ServedBlock last = add(history, large(ledger));
            assertThat(history.block(1).orElseThrow()).as("%d bytes", memory + last.weight()).isNotSameAs(first);
            assertThat(history.block(1).orElseThrow().encoded()).isEqualTo(first.encoded());
            assertThat(history.block(2).orElseThrow()).isSameAs(second);
            assertThat(history.block(last.height()).orElseThrow()).isSameAs(last);
        }
    }

    @Test
    void theNewestBlockIsInMemoryHoweverLarge() throws Exception {
        try (TestLedger ledger = new TestLedger(folder)) {
            History history = ledger.ledgers(TestLedger.mempool()).history();
            ServedBlock first = add(history, ledger.decide(ledger.callers.session()));
            byte[][] many = IntStream.range(0, 20)
                    .mapToObj(i -> ledger.callers.large(Callers.OPERATOR))
                    .toArray(byte[][]::new);
            ServedBlock huge = add(history, ledger.decide(many));
            assertThat(huge.weight()).isGreaterThan(MEMORY_BYTES);
            assertThat(history.block(2).orElseThrow()).isSameAs(huge);
            assertThat(history.block(1).orElseThrow()).isNotSameAs(first);
        }
    }

    private static ServedBlock large(TestLedger ledger) {
        return ledger.decide(ledger.callers.large(Callers.OPERATOR));
    }

    private static ServedBlock add(History history, ServedBlock block) {
        history.add(block);
        history.store(block);
        return block;
    }

    @Test
    void whoWaitsForABlockAndIsNotToGoOnEndsAtOnce() throws Exception {
        try (TestLedger ledger = new TestLedger(folder)) {
            History history = ledger.ledgers(TestLedger.mempool()).history();
            AtomicBoolean goesOn = new AtomicBoolean(true);
            CompletableFuture<Boolean> found = new CompletableFuture<>();
            Thread waiting = Thread.ofVirtual().start(() -> {
                try {
                    found.complete(history.await(1, MINUTE_MILLIS, goesOn::get));
                } catch (InterruptedException e) {
                    found.completeExceptionally(e);
                }
            });
            TestMesh.await(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            history.wake();
            TestMesh.await(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            assertThat(found).as("woken for another's sake").isNotDone();
            goesOn.set(false);
            history.wake();
            assertThat(found.get(10, TimeUnit.SECONDS)).isFalse();
            history.add(ledger.decide(ledger.callers.session()));
            assertThat(history.await(1, 0, goesOn::get)).as("what is there needs no wait").isTrue();
        }
    }
}
