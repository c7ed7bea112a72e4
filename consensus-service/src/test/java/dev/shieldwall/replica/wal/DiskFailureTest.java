package dev.shieldwall.replica.wal;

import static dev.shieldwall.replica.wal.WalFixture.PLAIN;
import static dev.shieldwall.replica.wal.WalFixture.SIGNATURE;
import static dev.shieldwall.replica.wal.WalFixture.open;
import static dev.shieldwall.replica.wal.WalFixture.payload;
import static dev.shieldwall.replica.wal.WalFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFailureTest {

    @TempDir
    Path directory;

    @Test
    void afterAFailedSyncNothingIsAcceptedAnyMore() {
        FailingDisk disk = new FailingDisk();
        try (WriteAheadLog log = opened(disk)) {
            log.append(SIGNATURE, payload(10, 1));
            log.sync();
            log.append(SIGNATURE, payload(10, 2));
            disk.failForce();
            assertThatThrownBy(log::sync).isInstanceOf(DiskFailure.class).hasMessageContaining("sync");
            disk.heal();
            assertThat(log.durableLsn()).isEqualTo(1);
            assertThatThrownBy(log::sync).isInstanceOf(DiskFailure.class).hasMessageContaining("stopped earlier");
            assertThatThrownBy(() -> log.append(PLAIN, payload(1, 1))).isInstanceOf(DiskFailure.class);
            assertThatThrownBy(() -> log.truncateBelow(1)).isInstanceOf(DiskFailure.class);
        }
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(read).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void aDiskFullAtTheNextSegmentStopsTheLogAndKeepsWhatWasSynced() {
        FailingDisk disk = new FailingDisk();
        int synced = 0;
        try (WriteAheadLog log = opened(disk)) {
            disk.limit(6000);
            try {
                for (int i = 0; i < 100; i++) {
                    log.append(PLAIN, payload(1000, i));
                    log.sync();
                    synced++;
                }
            } catch (DiskFailure expected) {
                assertThat(expected).hasMessageContaining("No space left");
            }
        }
        assertThat(synced).isBetween(3, 99);
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(read).hasSize(synced);
    }

    @Test
    void aRealFileSystemThatIsFullStopsTheLogAndKeepsWhatWasSynced() throws Exception {
        Assumptions.assumeTrue(mount(), "needs the right to mount a small tmpfs");
        try {
            int synced = 0;
            try (WriteAheadLog log = open(directory)) {
                for (int i = 0; i < 10_000; i++) {
                    log.append(PLAIN, payload(1000, i));
                    log.sync();
                    synced++;
                }
            } catch (DiskFailure expected) {
                assertThat(expected).hasMessageContaining("No space left");
            }
            assertThat(synced).isBetween(3, 9_999);
            Files.deleteIfExists(directory.resolve("spare"));
            List<WalRecord> read = new ArrayList<>();
            WriteAheadLog again = open(directory, read);
            again.close();
            assertThat(read).hasSize(synced);
        } finally {
            run("umount", directory.toString());
        }
    }

    private WriteAheadLog opened(FailingDisk disk) {
        return ((WalOpening.Opened) WriteAheadLog.open(settings(directory), record -> {}, disk)).log();
    }

    private boolean mount() throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.toString()) == 0;
    }

    private static int run(String... command) throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (IOException notInstalled) {
            return -1;
        }
    }
}
