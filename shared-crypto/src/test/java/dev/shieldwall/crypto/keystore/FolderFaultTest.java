package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kdf.Argon2id.Cost;
import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyId;
import dev.shieldwall.crypto.key.KeyMaterial;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.LiveKeyRing;
import dev.shieldwall.crypto.key.NotDurableException;
import dev.shieldwall.crypto.key.TestKeys;
import dev.shieldwall.crypto.keystore.FaultyFolders.Fault;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that cannot be opened, or whose sync fails after the file is in its place. */
class FolderFaultTest {

    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Cost LEAST = new Cost(Cost.MIN_MEMORY_KIB, 2, 1);
    private static final SecretBytes PASSPHRASE =
            SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private Path file;
    private KeyMaterial waiting;
    private KeyRing ring;

    @BeforeEach
    void aSealedRing() throws IOException {
        file = folder.resolve("signing.keys");
        waiting = TestKeys.pair();
        ring = TestKeys.accepted(TestKeys.ring(KeyClass.SIGNING).add(waiting, TestKeys.START));
        new SealedKeyFile(file, LEAST, RANDOM).create(ring, PASSPHRASE);
    }

    private LiveKeyRing live(Fault fault) {
        var faulty = new SealedKeyFile(FaultyFolders.path(file, fault), LEAST, RANDOM);
        return new LiveKeyRing(ring, (next, event) -> faulty.replace(next, PASSPHRASE));
    }

    private KeyId primaryOfTheFile() throws IOException {
        return new SealedKeyFile(file, LEAST, RANDOM).open(PASSPHRASE).primary().id();
    }

    @Test
    void aFolderThatCannotBeOpenedLeavesTheFileAndTheRingAsTheyWere() throws IOException {
        LiveKeyRing live = live(Fault.CANNOT_BE_OPENED);
        KeyId before = ring.primary().id();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> live.administrator().rotate(waiting.id(), TestKeys.START))
                .isNotInstanceOf(NotDurableException.class);
        assertThat(live.signer(CONTEXT).sign(new byte[1]).key()).isEqualTo(before);
        assertThat(primaryOfTheFile()).isEqualTo(before);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KeyFiles.writePrivate(
                        FaultyFolders.path(folder.resolve("id"), Fault.CANNOT_BE_OPENED), Ed25519PrivateKey.generate(RANDOM)));
        assertOnlyTheFileIsThere();
    }

    @Test
    void aFolderWhoseSyncFailsHasTheNewFileAndSoHasTheRing() throws IOException {
        LiveKeyRing live = live(Fault.CANNOT_BE_SYNCED);
        assertThatExceptionOfType(NotDurableException.class)
                .isThrownBy(() -> live.administrator().rotate(waiting.id(), TestKeys.START));
        assertThat(live.signer(CONTEXT).sign(new byte[1]).key()).isEqualTo(waiting.id());
        assertThat(primaryOfTheFile()).isEqualTo(waiting.id());
        assertOnlyTheFileIsThere();
    }

    @Test
    void aKeyWhoseFolderCannotBeSyncedIsThereAndThatIsSaid() throws IOException {
        Path id = folder.resolve("id");
        Ed25519PrivateKey key = Ed25519PrivateKey.generate(RANDOM);
        assertThatExceptionOfType(NotDurableException.class)
                .isThrownBy(() -> KeyFiles.writePrivate(FaultyFolders.path(id, Fault.CANNOT_BE_SYNCED), key))
                .withMessageContaining("id was written");
        assertThat(KeyFiles.readPrivate(id).publicKey()).isEqualTo(key.publicKey());
    }

    private void assertOnlyTheFileIsThere() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
