package dev.shieldwall.replica.wal;

import static dev.shieldwall.replica.wal.WalFixture.MAX_RECORD;
import static dev.shieldwall.replica.wal.WalFixture.PLAIN;
import static dev.shieldwall.replica.wal.WalFixture.SEGMENT;
import static dev.shieldwall.replica.wal.WalFixture.SIGNATURE;
import static dev.shieldwall.replica.wal.WalFixture.open;
import static dev.shieldwall.replica.wal.WalFixture.payload;
import static dev.shieldwall.replica.wal.WalFixture.payloads;
import static dev.shieldwall.replica.wal.WalFixture.segments;
import static dev.shieldwall.replica.wal.WalFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteAheadLogTest {

    @TempDir
    Path directory;

    @Test
    void whatWasSyncedIsReadAgainInOrder() {
        List<byte[]> written = new ArrayList<>();
        try (WriteAheadLog log = open(directory)) {
            for (int i = 0; i < 100; i++) {
                written.add(payload(i * 7, i));
                assertThat(log.append(i % 3 == 0 ? SIGNATURE : PLAIN, written.get(i))).isEqualTo(i + 1);
            }
            assertThat(log.durableLsn()).isLessThan(100);
            assertThat(log.sync()).isEqualTo(100);
            assertThat(log.durableLsn()).isEqualTo(100);
        }
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(payloads(read)).containsExactlyElementsOf(written);
        assertThat(read.get(3).type()).isEqualTo(SIGNATURE);
        assertThat(read.getLast().lsn()).isEqualTo(100);
    }

    @Test
    void whatWasNeverSyncedIsNotPromised() {
        try (WriteAheadLog log = open(directory)) {
            log.append(PLAIN, payload(10, 1));
        }
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(read).isEmpty();
    }

    @Test
    void writingGoesOnAfterEachOfManyRestarts() {
        for (int i = 0; i < 40; i++) {
            List<WalRecord> read = new ArrayList<>();
            try (WriteAheadLog log = open(directory, read)) {
                assertThat(read).hasSize(i * 2);
                log.append(PLAIN, payload(100, i));
                log.append(SIGNATURE, payload(100, i));
                log.sync();
            }
        }
    }

    @Test
    void aRecordOfTheLargestSizeFitsAndOneByteMoreDoesNot() {
        try (WriteAheadLog log = open(directory)) {
            log.append(PLAIN, payload(MAX_RECORD, 1));
            assertThatThrownBy(() -> log.append(PLAIN, payload(MAX_RECORD + 1, 1)))
                    .isInstanceOf(IllegalArgumentException.class);
            log.append(PLAIN, payload(0, 1));
            assertThat(log.sync()).isEqualTo(2);
        }
    }

    @Test
    void aSegmentMustHoldTheLargestRecord() {
        int least = RecordFormat.SEGMENT_HEADER_BYTES + RecordFormat.sizeOf(MAX_RECORD);
        assertThat(new WalSettings(directory, least, MAX_RECORD, Set.of())).isNotNull();
        assertThatThrownBy(() -> new WalSettings(directory, least - 1, MAX_RECORD, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void segmentsAreFullSizeAndFollowEachOther() throws Exception {
        try (WriteAheadLog log = open(directory)) {
            for (int i = 0; i < 10; i++) {
                log.append(PLAIN, payload(1000, i));
            }
            log.sync();
            assertThat(log.heldBytes()).isEqualTo(4L * SEGMENT);
        }
        assertThat(segments(directory)).hasSize(4).allSatisfy(file -> assertThat(Files.size(file)).isEqualTo(SEGMENT));
    }

    @Test
    void cuttingRemovesWholeSegmentsBelowAndNothingElse() throws Exception {
        try (WriteAheadLog log = open(directory)) {
            for (int i = 0; i < 10; i++) {
                log.append(PLAIN, payload(1000, i));
            }
            log.sync();
            log.truncateBelow(6);
            assertThat(segments(directory)).hasSize(3);
            log.truncateBelow(7);
            assertThat(segments(directory)).hasSize(2);
            log.truncateBelow(1000);
            assertThat(segments(directory)).hasSize(1);
        }
        List<WalRecord> read = new ArrayList<>();
        try (WriteAheadLog log = open(directory, read)) {
            assertThat(read.getFirst().lsn()).isEqualTo(10);
            assertThat(log.append(PLAIN, payload(1, 1))).isEqualTo(11);
        }
    }

    @Test
    void onlyOneProcessMayHaveItOpen() {
        try (WriteAheadLog log = open(directory)) {
            assertThat(log.lastLsn()).isZero();
            assertThatThrownBy(() -> WriteAheadLog.open(settings(directory), record -> {}))
                    .isInstanceOf(DiskFailure.class)
                    .hasMessageContaining("open already");
        }
        open(directory).close();
    }

    @Test
    void aSegmentMissingInTheMiddleIsDamage() throws Exception {
        try (WriteAheadLog log = open(directory)) {
            for (int i = 0; i < 10; i++) {
                log.append(PLAIN, payload(1000, i));
            }
            log.sync();
        }
        Files.delete(segments(directory).get(1));
        assertThat(WriteAheadLog.open(settings(directory), record -> {})).isInstanceOf(WalOpening.Corrupt.class);
    }

    @Test
    void aShortenedSegmentIsDamage() throws Exception {
        try (WriteAheadLog log = open(directory)) {
            log.append(SIGNATURE, payload(100, 1));
            log.sync();
        }
        Path segment = segments(directory).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, java.util.Arrays.copyOf(bytes, SEGMENT - 1));
        assertThat(WriteAheadLog.open(settings(directory), record -> {})).isInstanceOf(WalOpening.Corrupt.class);
    }

    @Test
    void aLogOfOtherSegmentSizeIsStillReadAndFilledToItsOwnEnd() {
        try (WriteAheadLog log = open(directory)) {
            log.append(PLAIN, payload(1000, 1));
            log.sync();
        }
        WalSettings larger = new WalSettings(directory, 4 * SEGMENT, MAX_RECORD, Set.of(SIGNATURE));
        for (int round = 0; round < 3; round++) {
            List<WalRecord> read = new ArrayList<>();
            var opened = (WalOpening.Opened) WriteAheadLog.open(larger, read::add);
            try (WriteAheadLog log = opened.log()) {
                assertThat(read).hasSize(1 + 5 * round);
                for (int i = 0; i < 5; i++) {
                    log.append(PLAIN, payload(1000, i));
                }
                log.sync();
            }
        }
    }
}
