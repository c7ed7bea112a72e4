package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.keystore.Pkcs12Parts.PASSWORD;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.encoded;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.key;
import static dev.shieldwall.crypto.keystore.Pkcs12Parts.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Pkcs12FileTest {

    @TempDir
    private Path folder;

    private final Pkcs12Key key = new Pkcs12Key("root", key(SignatureAlgorithm.ED25519));
    private Path file;
    private Pkcs12File pkcs12;

    @BeforeEach
    void setUp() {
        file = folder.resolve("root.p12");
        pkcs12 = new Pkcs12File(file, new SecureRandom());
    }

    @Test
    void aKeyComesBackAndOnlyItsOwnerCanReadTheFile() throws IOException {
        pkcs12.create(key, PASSWORD);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(encoded(pkcs12.open(PASSWORD).key())).isEqualTo(encoded(key.key()));
        byte[] before = Files.readAllBytes(file);
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> pkcs12.create(key, PASSWORD));
        assertThat(file).hasBinaryContent(before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertRefused(PASSWORD, "chmod 600 " + file);
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> pkcs12.open(PASSWORD))
                .withMessageContaining("root.p12");
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> pkcs12.replace(key, PASSWORD));
    }

    /** Whoever has the old file open goes on reading the old one. */
    @Test
    void aReplacementIsAnotherFileUnderTheSameName() throws IOException {
        OwnerOnlyFile.write(file, Pkcs12.encode(key, PASSWORD, Pkcs12Parts.LEAST, new SecureRandom()));
        Path old = Files.createLink(folder.resolve("old"), file);
        byte[] before = Files.readAllBytes(old);
        var fresh = new Pkcs12Key("next", key(SignatureAlgorithm.ED448));
        pkcs12.replace(fresh, secret("another password"));
        assertThat(old).hasBinaryContent(before);
        assertThat(encoded(pkcs12.open(secret("another password")).key())).isEqualTo(encoded(fresh.key()));
        assertRefused(PASSWORD, "the password is wrong, or the file was altered");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, old);
        }
    }

    @Test
    void aTornFileIsRefusedByName() throws IOException {
        byte[] whole = Pkcs12.encode(key, PASSWORD, Pkcs12Parts.LEAST, new SecureRandom());
        OwnerOnlyFile.write(file, whole);
        assertThat(pkcs12.open(PASSWORD).name()).isEqualTo("root");
        for (int length : new int[] {0, 1, 2, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(PASSWORD, file + " is no PKCS#12 file in DER");
        }
    }

    @Test
    void theFileMayHaveTheBoundOfBytesAndNotOneMore() throws IOException {
        OwnerOnlyFile.write(file, new byte[1 << 20], 1 << 20);
        assertRefused(PASSWORD, "is no PKCS#12 file");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertRefused(PASSWORD, "more than 1048576 bytes");
    }

    private void assertRefused(SecretBytes password, String message) {
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> pkcs12.open(password))
                .withMessageContaining(message);
    }
}
