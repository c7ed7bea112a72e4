package dev.shieldwall.transport.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.transport.channel.core.ComponentName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
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
    void aKeyThatOthersCanReadIsRefused() throws IOException {
        IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom());
        Path file = folder.resolve("backend.identity.pem");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> IdentityFile.loadOrCreate(folder, BACKEND, new SecureRandom()));
    }
}
