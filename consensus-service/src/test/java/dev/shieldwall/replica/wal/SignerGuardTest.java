package dev.shieldwall.replica.wal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.replica.wal.SignerGuard.Position;
import dev.shieldwall.replica.wal.SignerGuard.Verdict;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignerGuardTest {

    private static final byte PREPARE = 2;
    private static final byte COMMIT = 3;

    @TempDir
    Path directory;

    private final AtomicInteger signatures = new AtomicInteger();

    @Test
    void theSameBytesAtTheSamePositionGetTheSameSignatureAgain() {
        try (Life life = new Life()) {
            var first = (Verdict.Signed) life.sign(5, 0, PREPARE, "a");
            var again = (Verdict.Repeated) life.sign(5, 0, PREPARE, "a");
            assertThat(again.signature()).isEqualTo(first.signature());
            assertThat(signatures).hasValue(1);
        }
    }

    @Test
    void otherBytesAtTheSamePositionAreRefused() {
        try (Life life = new Life()) {
            life.sign(5, 0, PREPARE, "a");
            assertThat(life.sign(5, 0, PREPARE, "b")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(5, 1, PREPARE, "b")).isInstanceOf(Verdict.Signed.class);
            assertThat(life.sign(5, 0, COMMIT, "b")).isInstanceOf(Verdict.Signed.class);
            assertThat(life.sign(6, 0, PREPARE, "b")).isInstanceOf(Verdict.Signed.class);
        }
    }

    @Test
    void aRestartForgetsNothingThatWasSynced() {
        byte[] before;
        try (Life life = new Life()) {
            before = ((Verdict.Signed) life.sign(5, 0, PREPARE, "a")).signature();
            life.log.sync();
        }
        try (Life life = new Life()) {
            assertThat(((Verdict.Repeated) life.sign(5, 0, PREPARE, "a")).signature()).isEqualTo(before);
            assertThat(life.sign(5, 0, PREPARE, "b")).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void aCutKeepsThePositionsThatAreStillNeededAndTheHighestOne() {
        try (Life life = new Life()) {
            for (int height = 1; height <= 60; height++) {
                life.sign(height, 0, PREPARE, "h" + height);
            }
            long kept = life.guard.carryOver(life.log, 50);
            life.log.sync();
            life.log.truncateBelow(kept);
            assertThat(life.guard.size()).isEqualTo(11);
        }
        try (Life life = new Life()) {
            assertThat(life.guard.highestHeight()).isEqualTo(60);
            assertThat(life.sign(55, 0, PREPARE, "other")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(55, 0, PREPARE, "h55")).isInstanceOf(Verdict.Repeated.class);
            assertThat(life.sign(50, 0, PREPARE, "h50")).isInstanceOf(Verdict.Repeated.class);
            assertThat(life.sign(49, 0, PREPARE, "h49")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(49, 7, PREPARE, "new")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(50, 7, PREPARE, "new")).isInstanceOf(Verdict.Signed.class);
        }
    }

    @Test
    void theHighestHeightOutlivesACutAboveEverything() {
        try (Life life = new Life()) {
            life.sign(60, 2, PREPARE, "x");
            life.guard.carryOver(life.log, 100);
            life.log.sync();
        }
        try (Life life = new Life()) {
            assertThat(life.guard.size()).isZero();
            assertThat(life.guard.highestHeight()).isEqualTo(60);
        }
    }

    @Test
    void aViewThatMayHaveBeenPromisedBindsEveryKindAtEveryHeightForEver() {
        try (Life life = new Life()) {
            life.guard.forbidBelow(life.log, 10, 5);
            life.guard.carryOver(life.log, 20);
            life.log.sync();
        }
        try (Life life = new Life()) {
            assertThat(life.guard.lowestView()).isEqualTo(5);
            assertThat(life.sign(30, 4, PREPARE, "x")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(1_000, 4, (byte) 4, "x")).isInstanceOf(Verdict.Refused.class);
            assertThat(life.sign(30, 5, PREPARE, "x")).isInstanceOf(Verdict.Signed.class);
        }
    }

    /** One run of a replica on the log of this test. */
    private final class Life implements AutoCloseable {

        private final SignerGuard guard = new SignerGuard(WalFixture.SIGNATURE);
        private final WriteAheadLog log =
                ((WalOpening.Opened) WriteAheadLog.open(WalFixture.settings(directory), guard::restore)).log();

        Verdict sign(long height, long view, byte kind, String message) {
            return guard.sign(log, new Position(height, view, kind), message.getBytes(), bytes -> {
                signatures.incrementAndGet();
                return ("sig-" + signatures + "-" + message).getBytes();
            });
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
