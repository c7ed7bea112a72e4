package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgersTest {

    private static final int BLOCKS = 3_000;

    @TempDir
    Path folder;

    /** A race, so tried often: a reader asks for the newest block at the moment at which the state appears. */
    @Test
    void whoSeesAStateFindsItsBlock() throws Exception {
        TestLedger ledger = new TestLedger(folder);
        Ledgers ledgers = ledger.ledgers(TestLedger.mempool());
        AtomicLong seen = new AtomicLong();
        AtomicLong missing = new AtomicLong();
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            for (long height = 1; height <= BLOCKS; height++) {
                while (ledgers.head().height() < height) {
                    Thread.onSpinWait();
                }
                if (ledgers.history().height() < height) {
                    missing.incrementAndGet();
                }
                seen.set(height);
            }
        });
        for (long height = 1; height <= BLOCKS; height++) {
            ServedBlock block = ledger.decide();
            ledgers.publish(ledger.head(), block);
            while (seen.get() < height) {
                Thread.onSpinWait();
            }
        }
        reader.join();
        ledger.close();
        assertThat(missing.get()).isZero();
    }
}
