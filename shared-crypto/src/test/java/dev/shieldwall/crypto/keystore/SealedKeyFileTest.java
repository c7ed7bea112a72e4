package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kdf.Argon2id.Cost;
import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SealedKeyFileTest {

    private static final Cost LEAST = new Cost(Cost.MIN_MEMORY_KIB, 2, 1);
    private static final SecretBytes PASSPHRASE = secret("correct horse");

    @TempDir
    private Path folder;

    private Path file;
    private SealedKeyFile sealed;
    private KeyRing ring;

    @BeforeEach
    void setUp() {
        file = folder.resolve("signing.keys");
        sealed = new SealedKeyFile(file, LEAST, new SecureRandom());
        ring = TestKeys.rotated(TestKeys.ring(KeyClass.SIGNING), TestKeys.START);
    }

    @Test
    void aRingComesBackAsItWasAndOnlyItsOwnerCanReadTheFile() throws IOException {
        sealed.create(ring, PASSPHRASE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(KeyRingEncoding.encode(sealed.open(PASSPHRASE))).isEqualTo(KeyRingEncoding.encode(ring));
        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> sealed.create(ring, PASSPHRASE));
    }

    /** Written once by this class: fixes the layout, and that the header is authenticated. */
    @Test
    void aFileOfThisVersionStaysReadable() throws IOException {
        OwnerOnlyFile.write(file, HexFormat.of().parseHex("5348574b4559530100004c000201223bf27b331525c441a509dc5b44"
                + "317cad8c722492f16aa154799e7570d65badc41256a17f8467526e7e59d684662acabad0241033cb304ca5ac460230e61a3e95"
                + "a78eb005afbbc37e662070bac36342d75ce88dfeb7277b4132cd053b359bc4d62e"));
        assertThat(HexFormat.of().formatHex(KeyRingEncoding.encode(sealed.open(PASSPHRASE))))
                .isEqualTo("01030000019b76daa80001010000019b76daa80003001170303132333435363738396162636465660000");
    }

    @Test
    void aWrongPassphraseAndAnAlteredFileAreRefused() throws IOException {
        sealed.create(ring, PASSPHRASE);
        assertRefused(secret("correct horsf"));
        byte[] good = Files.readAllBytes(file);
        for (int at : new int[] {0, 7, 8, 12, 13, 14, 30, 53, 54, good.length / 2, good.length - 1}) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(file, bad);
            assertRefused(PASSPHRASE);
        }
    }

    @Test
    void aTornFileHasNoHeaderOrDoesNotOpen() throws IOException {
        sealed.create(ring, PASSPHRASE);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < SealedHeader.BYTES + 16; length++) {
            assertThat(SealedHeader.parse(Arrays.copyOf(whole, length))).isEmpty();
        }
        for (int length : new int[] {SealedHeader.BYTES + 16, whole.length - 17, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(PASSPHRASE);
        }
    }

    @Test
    void aTornRingIsNoRingAtAnyLength() {
        byte[] whole = KeyRingEncoding.encode(ring);
        for (int length = 0; length < whole.length; length++) {
            assertThat(KeyRingEncoding.decode(Arrays.copyOf(whole, length), key -> Optional.empty())).isEmpty();
        }
        assertThat(KeyRingEncoding.decode(Arrays.copyOf(whole, whole.length + 1), key -> Optional.empty())).isEmpty();
        assertThat(KeyRingEncoding.decode(whole, key -> Optional.empty())).isPresent();
    }

    @Test
    void aHeaderThatAsksForMoreThanTheBoundIsRefusedBeforeAnyWork() {
        assertThat(SealedHeader.parse(asking(SealedHeader.MAX_MEMORY_KIB, 4, 1))).isPresent();
        assertThat(SealedHeader.parse(asking(SealedHeader.MAX_MEMORY_KIB + 1, 1, 1))).isEmpty();
        assertThat(SealedHeader.parse(asking(SealedHeader.MAX_MEMORY_KIB, 5, 1))).isEmpty();
        assertThat(SealedHeader.parse(asking(Cost.MIN_MEMORY_KIB - 1, 4, 1))).isEmpty();
        assertThat(SealedHeader.parse(asking(65_536, 3, Cost.MAX_LANES + 1))).isEmpty();
        assertThat(SealedHeader.parse(asking(-1, 1, 1))).isEmpty();
    }

    @Test
    void aFileThatNobodyWouldOpenIsNotWritten() {
        new SealedKeyFile(file, new Cost(SealedHeader.MAX_MEMORY_KIB, 4, 1), new SecureRandom());
        for (Cost cost : new Cost[] {
            new Cost(SealedHeader.MAX_MEMORY_KIB + 1, 1, 1), new Cost(SealedHeader.MAX_MEMORY_KIB, 5, 1)
        }) {
            assertThatIllegalArgumentException().isThrownBy(() -> new SealedKeyFile(file, cost, new SecureRandom()));
        }
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> OwnerOnlyFile.write(file, new byte[SealedKeyFile.MAX_BYTES + 1], SealedKeyFile.MAX_BYTES));
        assertThat(file).doesNotExist();
    }

    private static byte[] asking(int memoryKib, int passes, int lanes) {
        byte[] file = Arrays.copyOf("SHWKEYS\1".getBytes(StandardCharsets.US_ASCII), SealedHeader.BYTES + 16);
        ByteBuffer.wrap(file).position(8).putInt(memoryKib).put((byte) passes).put((byte) lanes);
        return file;
    }

    @Test
    void theFileMayHaveTheBoundOfBytesAndNotOneMore() throws IOException {
        OwnerOnlyFile.write(file, new byte[SealedKeyFile.MAX_BYTES], SealedKeyFile.MAX_BYTES);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> sealed.open(PASSPHRASE))
                .withMessageContaining("no sealed key file");
        Files.write(file, new byte[SealedKeyFile.MAX_BYTES + 1]);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> sealed.open(PASSPHRASE))
                .withMessageContaining("more than");
    }

    @Test
    void thePassphraseChangesAndHasALeastLength() throws IOException {
        sealed.create(ring, secret("12345678"));
        assertThatIllegalArgumentException().isThrownBy(() -> sealed.replace(ring, secret("1234567")));
        sealed.changePassphrase(secret("12345678"), PASSPHRASE);
        assertThat(KeyRingEncoding.encode(sealed.open(PASSPHRASE))).isEqualTo(KeyRingEncoding.encode(ring));
        assertRefused(secret("12345678"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** Otherwise the ring that was read before comes back, and with it a key that was compromised meanwhile. */
    @Test
    void aChangeOfThePassphraseUndoesNoChangeOfTheRing() throws Exception {
        sealed.create(ring, PASSPHRASE);
        Path other = Files.createSymbolicLink(folder.resolve("other.name"), file);
        KeyRing next = TestKeys.rotated(ring, TestKeys.START);
        var replacing = new Thread(() -> replaceUnchecked(other, next));
        var interrupted = new SealedKeyFile(file, LEAST, meanwhile(() -> startUntilItWaits(replacing)));

        interrupted.changePassphrase(PASSPHRASE, secret("another passphrase"));
        replacing.join();
        assertThat(KeyRingEncoding.encode(sealed.open(PASSPHRASE))).isEqualTo(KeyRingEncoding.encode(next));
    }

    /** As another process does, which no lock of ours holds up. */
    @Test
    void aChangeOfThePassphraseIsRefusedWhereAnotherProcessWroteMeanwhile() throws Exception {
        sealed.create(ring, PASSPHRASE);
        Path theirs = folder.resolve("theirs");
        new SealedKeyFile(theirs, LEAST, new SecureRandom())
                .create(TestKeys.rotated(ring, TestKeys.START), PASSPHRASE);
        byte[] content = Files.readAllBytes(theirs);
        Files.delete(theirs);
        var interrupted = new SealedKeyFile(file, LEAST, meanwhile(() -> writeUnchecked(file, content)));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> interrupted.changePassphrase(PASSPHRASE, secret("another passphrase")))
                .withMessageContaining("changed meanwhile");
        assertThat(file).hasBinaryContent(content);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    /** Does it when the header of a new file is drawn: the old one was read, the new one is not written. */
    private static SecureRandom meanwhile(Runnable act) {
        return new SecureRandom() {
            @Override
            public void nextBytes(byte[] bytes) {
                act.run();
                super.nextBytes(bytes);
            }
        };
    }

    @SuppressWarnings("ThreadPriorityCheck") // until the other is done, or stands in line
    private static void startUntilItWaits(Thread thread) {
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.yield();
        }
    }

    private static void replaceUnchecked(Path file, KeyRing ring) {
        try {
            new SealedKeyFile(file, LEAST, new SecureRandom()).replace(ring, PASSPHRASE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeUnchecked(Path file, byte[] content) {
        try {
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Otherwise the link becomes a file, and the one that it named keeps the compromised key. */
    @Test
    void aFileIsReplacedWhereItLiesAndTheLinkToItStays() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there")).resolve("real.keys");
        new SealedKeyFile(there, LEAST, new SecureRandom()).create(ring, PASSPHRASE);
        Files.createSymbolicLink(file, there);
        KeyRing next = TestKeys.rotated(ring, TestKeys.START);
        sealed.replace(next, PASSPHRASE);
        assertThat(file).isSymbolicLink();
        assertThat(KeyRingEncoding.encode(new SealedKeyFile(there, LEAST, new SecureRandom()).open(PASSPHRASE)))
                .isEqualTo(KeyRingEncoding.encode(next));
    }

    @ParameterizedTest
    @EnumSource
    void onlyKeysThatPromiseNoForwardSecrecyAreWritten(KeyClass keyClass) throws IOException {
        KeyRing other = TestKeys.ring(keyClass);
        if (keyClass.keeping() == KeyClass.Keeping.IN_FILES) {
            sealed.create(other, PASSPHRASE);
            assertThat(sealed.open(PASSPHRASE).primary().id()).isEqualTo(other.primary().id());
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> sealed.create(other, PASSPHRASE));
            assertThat(file).doesNotExist();
        }
    }

    private void assertRefused(SecretBytes passphrase) {
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> sealed.open(passphrase));
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.copyOf(text.getBytes(StandardCharsets.US_ASCII));
    }
}
