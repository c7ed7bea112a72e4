package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final long MINUTE_MILLIS = 60_000;

    @TempDir
    Path folder;

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
