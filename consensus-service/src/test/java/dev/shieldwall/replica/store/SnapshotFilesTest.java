package dev.shieldwall.replica.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFilesTest {

    private static final byte[] HEADER = {1, 2, 3};

    @TempDir
    Path directory;

    @Test
    void aSnapshotIsReadAsItWasWritten() throws IOException {
        for (int bytes : new int[] {0, 1, 1000, 256 << 10, (256 << 10) + 1, 1_000_000}) {
            byte[] state = state(bytes);
            files().write(7, HEADER, out -> out.write(state));
            assertThat(newest()).hasValueSatisfying(read -> {
                assertThat(read.height()).isEqualTo(7);
                assertThat(read.state()).isEqualTo(state);
            });
        }
    }

    @Test
    void theNewestTwoAreKept() throws IOException {
        for (int height = 1; height <= 5; height++) {
            files().write(height, HEADER, out -> out.write(1));
        }
        assertThat(files().heights()).containsExactly(5L, 4L);
    }

    @Test
    void theNewestUpToAHeightIsReadAndNoneBeyondIt() throws IOException {
        files().write(4, HEADER, out -> out.write(state(10)));
        files().write(9, HEADER, out -> out.write(state(10)));
        assertThat(newest(9).orElseThrow().height()).isEqualTo(9);
        assertThat(newest(8).orElseThrow().height()).isEqualTo(4);
        assertThat(newest(3)).isEmpty();
    }

    @Test
    void aSnapshotChangedInAnyByteIsPassedOverForTheOneBefore() throws IOException {
        files().write(1, HEADER, out -> out.write(state(10)));
        files().write(2, HEADER, out -> out.write(state(100)));
        Path file = directory.resolve("%016x.snapshot".formatted(2));
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file, damaged);
            assertThat(newest().orElseThrow().height()).as("byte %d", at).isEqualTo(1);
        }
    }

    @Test
    void aSnapshotThatEndsEarlyIsPassedOver() throws IOException {
        files().write(2, HEADER, out -> out.write(state(100)));
        Path file = directory.resolve("%016x.snapshot".formatted(2));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(newest()).as("%d bytes", length).isEmpty();
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOlderSnapshotInPlace() throws IOException {
        files().write(1, HEADER, out -> out.write(state(10)));
        assertThatThrownBy(() -> files().write(2, HEADER, out -> {
                    out.write(state(10));
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class);
        assertThat(newest().orElseThrow().height()).isEqualTo(1);
    }

    @Test
    void filesThatAreNoSnapshotsByNameAreNeitherReadNorCountedNorRemoved() throws IOException {
        files().write(1, HEADER, out -> out.write(state(10)));
        Path whole = directory.resolve("%016x.snapshot".formatted(1));
        List<Path> others = Stream.of(
                        "copy-of-2.snapshot", ".snapshot", "2.snapshot", "00000000000000002.snapshot",
                        "000000000000000A.snapshot", "000000000000000g.snapshot", "0000000000000002.snapshot.old",
                        "+000000000000002.snapshot", "8000000000000000.snapshot", "ffffffffffffffff.snapshot")
                .map(directory::resolve)
                .toList();
        for (Path other : others) {
            Files.copy(whole, other);
        }
        assertThat(files().heights()).containsExactly(1L);
        assertThat(newest().orElseThrow().height()).isEqualTo(1);
        for (int height = 2; height <= 4; height++) {
            files().write(height, HEADER, out -> out.write(state(10)));
        }
        assertThat(files().heights()).containsExactly(4L, 3L);
        assertThat(others).allSatisfy(other -> assertThat(other).exists());
    }

    @Test
    void aSnapshotUnderTheNameOfAnotherHeightIsPassedOver() throws IOException {
        files().write(1, HEADER, out -> out.write(state(10)));
        files().write(2, HEADER, out -> out.write(state(20)));
        Path one = directory.resolve("%016x.snapshot".formatted(1));
        Files.copy(directory.resolve("%016x.snapshot".formatted(2)), one, StandardCopyOption.REPLACE_EXISTING);
        assertThat(newest(1)).as("height 2 under the name of 1").isEmpty();
        assertThat(newest(2).orElseThrow().height()).isEqualTo(2);
        Files.move(one, directory.resolve("%016x.snapshot".formatted(3)));
        assertThat(newest(3).orElseThrow().height()).as("height 2 under the name of 3 is not read, 2 is").isEqualTo(2);
        assertThat(newest(3).orElseThrow().state()).hasSize(20);
    }

    private SnapshotFiles files() {
        return new SnapshotFiles(directory);
    }

    private Optional<SnapshotFiles.Snapshot<byte[]>> newest() throws IOException {
        return newest(Long.MAX_VALUE);
    }

    private Optional<SnapshotFiles.Snapshot<byte[]>> newest(long upTo) throws IOException {
        return files().readNewest(upTo, SnapshotFilesTest::checked);
    }

    private static byte[] checked(long height, byte[] header, InputStream body) throws IOException {
        if (!Arrays.equals(header, HEADER)) {
            throw new IOException("another header");
        }
        return body.readAllBytes();
    }

    private static byte[] state(int bytes) {
        byte[] out = new byte[bytes];
        new Random(bytes).nextBytes(out);
        return out;
    }
}
