package dev.shieldwall.replica.wal;

import static dev.shieldwall.replica.wal.WalFixture.PLAIN;
import static dev.shieldwall.replica.wal.WalFixture.SIGNATURE;
import static dev.shieldwall.replica.wal.WalFixture.open;
import static dev.shieldwall.replica.wal.WalFixture.payload;
import static dev.shieldwall.replica.wal.WalFixture.payloads;
import static dev.shieldwall.replica.wal.WalFixture.segments;
import static dev.shieldwall.replica.wal.WalFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalDamageTest {

    private static final int FIRST = RecordFormat.SEGMENT_HEADER_BYTES;
    private static final int SMALL = RecordFormat.sizeOf(40);

    @TempDir
    Path directory;

    @Test
    void aLastRecordTornAtAnyByteIsCutAndTheLogGoesOn() throws IOException {
        byte[] whole = threeRecords(SIGNATURE);
        int last = FIRST + 2 * SMALL;
        for (int torn = 0; torn < SMALL; torn++) {
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, last + torn, bytes.length, (byte) 0);
            Files.write(segments(directory).getFirst(), bytes);
            List<WalRecord> read = new ArrayList<>();
            var opened = (WalOpening.Opened) WriteAheadLog.open(settings(directory), read::add);
            assertThat(opened.cutBytes()).as("torn at byte %d", torn).isEqualTo(torn == 0 ? 0 : lastNonZero(bytes) - last);
            assertThat(read).hasSize(2);
            opened.log().append(PLAIN, payload(40, 9));
            opened.log().sync();
            opened.log().close();
            List<WalRecord> again = new ArrayList<>();
            open(directory, again).close();
            assertThat(payloads(again).getLast()).isEqualTo(payload(40, 9));
            assertThat(again).hasSize(3);
        }
    }

    @Test
    void aSectorThatNeverReachedTheDiskIsATornTail() throws IOException {
        try (WriteAheadLog log = open(directory)) {
            log.append(SIGNATURE, payload(40, 1));
            log.append(SIGNATURE, payload(1500, 2));
            log.sync();
        }
        Path segment = segments(directory).getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        Arrays.fill(bytes, 512, 1024, (byte) 0);
        Files.write(segment, bytes);
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(read).hasSize(1);
    }

    @Test
    void aBitFlippedAnywhereInAWholeRecordIsDamageAndNeverCut() throws IOException {
        byte[] whole = threeRecords(SIGNATURE);
        for (int at = FIRST; at < FIRST + 3 * SMALL; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) (1 << bit);
                Files.write(segments(directory).getFirst(), bytes);
                WalOpening opening = WriteAheadLog.open(settings(directory), record -> {});
                assertThat(opening).as("byte %d bit %d", at, bit).isInstanceOf(WalOpening.Corrupt.class);
            }
        }
    }

    @Test
    void aBitFlippedInTheHeaderOfASegmentIsDamage() throws IOException {
        byte[] whole = threeRecords(PLAIN);
        for (int at = 0; at < 56; at++) {
            byte[] bytes = whole.clone();
            bytes[at] ^= 1;
            Files.write(segments(directory).getFirst(), bytes);
            assertThat(WriteAheadLog.open(settings(directory), record -> {})).isInstanceOf(WalOpening.Corrupt.class);
        }
    }

    @Test
    void aTornRecordInFrontOfAnOwnSignatureIsDamageAndTheSignatureIsSalvaged() throws IOException {
        byte[] bytes = threeRecords(SIGNATURE);
        int second = FIRST + SMALL;
        Arrays.fill(bytes, second + 30, second + SMALL, (byte) 0);
        Files.write(segments(directory).getFirst(), bytes);
        List<WalRecord> read = new ArrayList<>();
        var corrupt = (WalOpening.Corrupt) WriteAheadLog.open(settings(directory), read::add);
        assertThat(read).hasSize(1);
        assertThat(corrupt.offset()).isEqualTo(second);
        assertThat(payloads(corrupt.salvaged())).containsExactly(payload(40, 3));
    }

    @Test
    void aTornRecordInFrontOfOtherRecordsThatNobodySawIsCut() throws IOException {
        byte[] bytes = threeRecords(PLAIN);
        int second = FIRST + SMALL;
        Arrays.fill(bytes, second + 30, second + SMALL, (byte) 0);
        Files.write(segments(directory).getFirst(), bytes);
        List<WalRecord> read = new ArrayList<>();
        open(directory, read).close();
        assertThat(read).hasSize(1);
        read.clear();
        open(directory, read).close();
        assertThat(read).as("what was cut must not come back").hasSize(1);
    }

    @Test
    void aTornRecordInASegmentThatIsNotTheLastIsDamage() throws IOException {
        try (WriteAheadLog log = open(directory)) {
            for (int i = 0; i < 6; i++) {
                log.append(PLAIN, payload(1000, i));
            }
            log.append(SIGNATURE, payload(1000, 7));
            log.sync();
        }
        Path first = segments(directory).getFirst();
        byte[] bytes = Files.readAllBytes(first);
        Arrays.fill(bytes, FIRST + 3 * RecordFormat.sizeOf(1000) - 5, bytes.length, (byte) 0);
        Files.write(first, bytes);
        var corrupt = (WalOpening.Corrupt) WriteAheadLog.open(settings(directory), record -> {});
        assertThat(payloads(corrupt.salvaged())).containsExactly(payload(1000, 7));
    }

    @Test
    void aRecordReplacedByAnotherValidOneBreaksTheChain() throws IOException {
        byte[] whole = threeRecords(PLAIN);
        Path segment = segments(directory).getFirst();
        Path other = directory.resolve("other");
        try (WriteAheadLog log = open(other)) {
            log.append(PLAIN, payload(40, 7));
            log.append(PLAIN, payload(40, 8));
            log.sync();
        }
        byte[] foreign = Files.readAllBytes(segments(other).getFirst());
        System.arraycopy(foreign, FIRST + SMALL, whole, FIRST + SMALL, SMALL);
        Files.write(segment, whole);
        var corrupt = (WalOpening.Corrupt) WriteAheadLog.open(settings(directory), record -> {});
        assertThat(corrupt.reason()).contains("chain");
    }

    private byte[] threeRecords(byte type) throws IOException {
        try (WriteAheadLog log = open(directory)) {
            for (int i = 1; i <= 3; i++) {
                log.append(type, payload(40, i));
            }
            log.sync();
        }
        return Files.readAllBytes(segments(directory).getFirst());
    }

    private static int lastNonZero(byte[] bytes) {
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }
}
