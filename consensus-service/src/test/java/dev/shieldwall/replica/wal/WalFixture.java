package dev.shieldwall.replica.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Small logs for the tests of this package. */
final class WalFixture {

    static final byte PLAIN = 1;
    static final byte SIGNATURE = 2;
    static final int SEGMENT = 4096;
    static final int MAX_RECORD = 1500;

    private WalFixture() {}

    static WalSettings settings(Path directory) {
        return new WalSettings(directory, SEGMENT, MAX_RECORD, Set.of(SIGNATURE));
    }

    static WriteAheadLog open(Path directory) {
        return open(directory, new ArrayList<>());
    }

    static WriteAheadLog open(Path directory, List<WalRecord> read) {
        WalOpening opening = WriteAheadLog.open(settings(directory), read::add);
        assertThat(opening).isInstanceOf(WalOpening.Opened.class);
        return ((WalOpening.Opened) opening).log();
    }

    static byte[] payload(int bytes, int seed) {
        byte[] out = new byte[bytes];
        Arrays.fill(out, (byte) (seed % 120 + 1));
        return out;
    }

    static List<Path> segments(Path directory) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "*.wal")) {
            entries.forEach(found::add);
        }
        Collections.sort(found);
        return found;
    }

    static List<byte[]> payloads(List<WalRecord> records) {
        return records.stream().map(WalRecord::payload).toList();
    }
}
