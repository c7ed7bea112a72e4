package dev.shieldwall.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.transport.channel.core.ComponentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityFileTest {

    private static final ComponentName BACKEND = new ComponentName("backend");

    @TempDir
    Path folder;

    @Test
    void aComponentKeepsItsKeyOverStartsAndSharesItWithNoOther() throws IOException {
        var first = IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom());
        assertThat(IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom()).key()).isEqualTo(first.key());
        var other = IdentityFile.loadOrCreate(folder, new ComponentName("cli"), new SecureRandom());
        assertThat(other.key()).isNotEqualTo(first.key());
        assertThat(Files.getPosixFilePermissions(folder.resolve("backend.identity.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void firstStartsAtOnceAgreeOnOneKey() throws Exception {
        for (int round = 0; round < 20; round++) {
            var name = new ComponentName("backend" + round);
            var together = new CyclicBarrier(4);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Ed25519PublicKey>> keys = IntStream.range(0, 4)
                        .mapToObj(_ -> threads.submit(() -> {
                            together.await();
                            return IdentityFile.loadOrCreate(folder, name, new SecureRandom()).key();
                        }))
                        .toList();
                for (Future<Ed25519PublicKey> key : keys) {
                    assertThat(key.get()).isEqualTo(IdentityFile.load(folder, name).key());
                }
            }
        }
    }

    @Test
    void loadingMakesNoKey() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> IdentityFile.load(folder, BACKEND));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom());
        Path file = folder.resolve("backend.identity.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom()));
    }
}
