package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SigningContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {

    private static final SecretAccess ACCESS = SecretAccess.granted();

    @TempDir
    private Path folder;

    private Ed25519PrivateKey key;
    private Path file;

    @BeforeEach
    void setUp() {
        key = Ed25519PrivateKey.generate(new SecureRandom());
        file = folder.resolve("replica.pem");
    }

    @Test
    void aPrivateKeyComesBackAsItWasAndOnlyItsOwnerCanReadIt() throws IOException {
        KeyFiles.writePrivate(file, key);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        try (Ed25519PrivateKey read = KeyFiles.readPrivate(file); Stream<Path> files = Files.list(folder)) {
            assertThat(read.seed(ACCESS)).isEqualTo(key.seed(ACCESS));
            assertThat(read.publicKey()).isEqualTo(key.publicKey());
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anExistingKeyIsNeverOverwritten() throws IOException {
        KeyFiles.writePrivate(file, key);
        byte[] before = Files.readAllBytes(file);

        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> KeyFiles.writePrivate(file, Ed25519PrivateKey.generate(new SecureRandom())));

        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw---x---", "rwxrwxrwx"})
    void aKeyThatOthersCanAccessIsRefused(String mode) throws IOException {
        KeyFiles.writePrivate(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFiles.readPrivate(file))
                .withMessageContaining(mode)
                .withMessageContaining("chmod 600 " + file);
    }

    /** He can change it, so he could have put any key there. */
    @Test
    void aKeyOfAnotherUserIsRefused() throws IOException {
        assertThat(OwnerOnlyFile.isTrusted(1000, 1000)).isTrue();
        assertThat(OwnerOnlyFile.isTrusted(0, 1000)).as("root can change any file").isTrue();
        assertThat(OwnerOnlyFile.isTrusted(1001, 1000)).isFalse();
        assertThat(OwnerOnlyFile.isTrusted(1001, 0)).isFalse();
        KeyFiles.writePrivate(file, key);
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a file away");
        Files.setAttribute(file, "unix:uid", 65_534);
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFiles.readPrivate(file))
                .withMessageContaining("belongs to another user");
    }

    /** Whoever may change the folder, swaps the file between a look at it and its opening. */
    @ParameterizedTest
    @ValueSource(strings = {"rwxrwxr-x", "rwxr-xrwx", "rwx-w----", "rwx----w-"})
    void aFolderThatOthersMayChangeIsRefused(String mode) throws IOException {
        KeyFiles.writePrivate(file, key);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
        assertFolderRefused("chmod go-w " + folder);
        Files.setAttribute(folder, "unix:mode", 01777);
        assertThat(KeyFiles.readPrivate(file).publicKey()).as("nobody moves ours in a sticky one").isEqualTo(key.publicKey());
        KeyFiles.writePrivate(folder.resolve("next.pem"), key);
    }

    @Test
    void aFolderOfAnotherUserIsRefused() throws IOException {
        KeyFiles.writePrivate(file, key);
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give a folder away");
        Files.setAttribute(folder, "unix:uid", 65_534);
        assertFolderRefused(folder + " belongs to another user (65534)");
        Files.setAttribute(folder, "unix:mode", 01777);
        assertFolderRefused(folder + " belongs to another user (65534)");
    }

    private void assertFolderRefused(String message) {
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> KeyFiles.readPrivate(file),
                () -> KeyFiles.writePrivate(folder.resolve("next.pem"), key),
                () -> OwnerOnlyFile.replace(file, new byte[1], 1))) {
            assertThatExceptionOfType(KeyFileException.class).isThrownBy(use).withMessageContaining(message);
        }
        assertThat(folder.resolve("next.pem")).doesNotExist();
    }

    /** While the first was looked at, its name led to the second. */
    @Test
    void aFolderThatWasSwappedMeanwhileIsRefused() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwx------"));
        KeyFiles.writePrivate(file, key);
        KeyFiles.writePrivate(other.resolve(file.getFileName()), key);
        try (var held = Files.newDirectoryStream(folder); var swapped = Files.newDirectoryStream(other)) {
            OwnerOnlyFile.opened(file, held).close();
            assertThatExceptionOfType(KeyFileException.class)
                    .isThrownBy(() -> OwnerOnlyFile.opened(file, swapped))
                    .withMessageContaining("was swapped while it was looked at");
        }
    }

    @Test
    void aFolderForKeysIsItsOwnersAloneAndOneThatIsThereStaysAsItIs() throws IOException {
        Path inner = folder.resolve("outer/inner");
        OwnerOnlyFile.createFolder(inner);
        for (Path made : List.of(inner, inner.getParent())) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made))).isEqualTo("rwx------");
        }
        Files.setPosixFilePermissions(inner, PosixFilePermissions.fromString("rwxr-xr-x"));
        OwnerOnlyFile.createFolder(inner);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner))).isEqualTo("rwxr-xr-x");
    }

    /** As Kubernetes mounts a secret: a link to a link into a folder with a date, in a sticky folder of root. */
    @Test
    void aKeyIsReadThroughLinksAndCountsWhereItLies() throws IOException {
        Path dated = Files.createDirectory(folder.resolve("..2026_11_22"));
        Files.setPosixFilePermissions(dated, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(folder, "unix:mode", 01777);
        KeyFiles.writePrivate(dated.resolve("replica.pem"), key);
        Files.createSymbolicLink(folder.resolve("..data"), dated.getFileName());
        Files.createSymbolicLink(file, Path.of("..data/replica.pem"));
        assertThat(KeyFiles.readPrivate(file).publicKey()).isEqualTo(key.publicKey());
        Files.setPosixFilePermissions(dated, PosixFilePermissions.fromString("rwxrwxr-x"));
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> KeyFiles.readPrivate(file));
    }

    @Test
    void aKeyThatItsOwnerMayOnlyReadIsAccepted() throws IOException {
        KeyFiles.writePrivate(file, key);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        assertThat(KeyFiles.readPrivate(file).publicKey()).isEqualTo(key.publicKey());
    }

    @Test
    void whatIsNotOnePemKeyIsRefused() throws IOException {
        KeyFiles.writePrivate(file, key);
        String pem = Files.readString(file);
        for (String wrong : List.of(
                "",
                "not a key",
                pem.replace("PRIVATE KEY", "EC PRIVATE KEY"),
                pem.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
                pem + pem,
                "comment\n" + pem,
                pem + "comment\n",
                pem.replace("MC4CAQAw", "MC4CAQEw"),
                pem.replace("MC4C", "MC4!"),
                pem.replaceFirst("-----END.*", ""),
                new String(Pem.encode("PRIVATE KEY", new byte[47]), StandardCharsets.US_ASCII),
                new String(KeyFiles.publicPem(key.publicKey()), StandardCharsets.US_ASCII))) {
            Path other = Files.createTempFile(folder, "wrong", ".pem");
            Files.writeString(other, wrong);
            assertThatExceptionOfType(KeyFileException.class).as(wrong).isThrownBy(() -> KeyFiles.readPrivate(other));
        }
    }

    @Test
    void aFileMayHaveTheBoundOfBytesAndNotOneMore() throws IOException {
        OwnerOnlyFile.write(file, new byte[OwnerOnlyFile.MAX_BYTES]);
        assertThat(OwnerOnlyFile.read(file)).hasSize(OwnerOnlyFile.MAX_BYTES);
        Files.write(file, new byte[OwnerOnlyFile.MAX_BYTES + 1]);
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> OwnerOnlyFile.read(file));
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> OwnerOnlyFile.write(folder.resolve("big"), new byte[OwnerOnlyFile.MAX_BYTES + 1]));
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> KeyFiles.readPrivate(file))
                .withMessageContaining("replica.pem");
    }

    @Test
    void aPublicKeyComesBackAndAWeakOneIsRefused() throws IOException {
        KeyFiles.writePublic(file, key.publicKey());
        assertThat(KeyFiles.readPublic(file)).isEqualTo(key.publicKey());

        byte[] identity = new byte[32];
        identity[0] = 1;
        Files.write(file, Pem.encode("PUBLIC KEY", dev.shieldwall.crypto.signature.Ed25519Encoding.spki(identity)));
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> KeyFiles.readPublic(file));
    }

    @Test
    void aPublicKeyMayHaveTheBoundOfBytesAndAFileWithoutEndIsNotReadOn() throws IOException {
        byte[] pem = KeyFiles.publicPem(key.publicKey());
        byte[] most = Arrays.copyOf(pem, OwnerOnlyFile.MAX_BYTES);
        Arrays.fill(most, pem.length, most.length, (byte) '\n');
        Files.write(file, most);
        assertThat(KeyFiles.readPublic(file)).isEqualTo(key.publicKey());
        Files.write(file, new byte[] {'\n'}, StandardOpenOption.APPEND);
        assertPublicRefused(file);
        assertPublicRefused(Path.of("/dev/zero"));
    }

    private static void assertPublicRefused(Path file) {
        assertThatExceptionOfType(KeyFileException.class)
                .isThrownBy(() -> KeyFiles.readPublic(file))
                .withMessageContaining(file + " has more than 16384 bytes");
    }

    @Test
    void opensslReadsOurKeysAndWeReadIts() throws Exception {
        boolean there = Files.isExecutable(Path.of("/usr/bin/openssl"));
        String absent = "no openssl: apt-get install openssl";
        assertThat(there || !"required".equals(System.getProperty("shieldwall.tools"))).as(absent).isTrue();
        assumeTrue(there, absent);
        KeyFiles.writePrivate(file, key);
        assertThat(openssl("pkey", "-in", file.toString(), "-pubout")).isEqualTo(KeyFiles.publicPem(key.publicKey()));

        Path theirs = folder.resolve("theirs.pem");
        openssl("genpkey", "-algorithm", "ed25519", "-out", theirs.toString());
        Ed25519PrivateKey read = KeyFiles.readPrivate(theirs);
        assertThat(KeyFiles.publicPem(read.publicKey())).isEqualTo(openssl("pkey", "-in", theirs.toString(), "-pubout"));

        byte[] note = "shieldwall.example/audit\n1\n".getBytes(StandardCharsets.US_ASCII);
        Path message = Files.write(folder.resolve("message"), note);
        Path signature = folder.resolve("signature");
        openssl("pkeyutl", "-sign", "-rawin", "-inkey", theirs.toString(), "-in", message.toString(), "-out", signature.toString());
        Ed25519Verifier.verify(read.publicKey(), SigningContext.SIGNED_NOTE, note, Files.readAllBytes(signature));
        assertThat(new Ed25519Signer(read).sign(SigningContext.SIGNED_NOTE, note)).isEqualTo(Files.readAllBytes(signature));
    }

    private byte[] openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("/usr/bin/openssl"), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(new String(output, StandardCharsets.UTF_8)).isZero();
        return output;
    }
}
