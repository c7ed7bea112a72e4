package dev.shieldwall.crypto.keystore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.kdf.Argon2id.Cost;
import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyMaterial;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.TestKeys;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a full disk and a killed writer leave behind. The writer is a process of its own. */
class SealedFileFaultTest {

    private static final Cost LEAST = new Cost(Cost.MIN_MEMORY_KIB, 2, 1);
    private static final SecretBytes PASSPHRASE =
            SecretBytes.copyOf("correct horse".getBytes(StandardCharsets.US_ASCII));
    private static final int ENDLESS = Integer.MAX_VALUE;

    @TempDir
    private Path folder;

    private Path file;
    private Path first;
    private Path second;

    @BeforeEach
    void sealTwoRings() throws IOException {
        file = folder.resolve("signing.keys");
        first = sealed("first");
        second = sealed("second");
        new SealedKeyFile(file, LEAST, new SecureRandom()).create(ring(), PASSPHRASE);
    }

    private Path sealed(String name) throws IOException {
        Path at = folder.resolve(name);
        new SealedKeyFile(at, LEAST, new SecureRandom()).create(ring(), PASSPHRASE);
        return at;
    }

    /** Longer than the least limit that a shell can set. */
    private static KeyRing ring() {
        KeyMaterial longKey = TestKeys.pair(SignatureAlgorithm.ML_DSA_65);
        KeyRing ring = TestKeys.accepted(KeyRing.create(KeyClass.SIGNING, longKey, TestKeys.START));
        return TestKeys.rotated(ring, TestKeys.START);
    }

    @Test
    void aFullDiskLeavesTheFileBeforeAndNoDraft() throws Exception {
        byte[] before = Files.readAllBytes(file);
        assertThat(before.length).isGreaterThan(512);
        for (int blocks = 0; blocks < 2; blocks++) {
            Process writer = writer("ulimit -f " + blocks + "; exec ", 1);
            assertThat(writer.waitFor()).as("%s blocks of 512 bytes", blocks).isEqualTo(3);
            assertThat(file).hasBinaryContent(before);
            assertThat(names()).containsExactly("first", "second", "signing.keys");
        }
        assertThat(writer("exec ", 1).waitFor()).isZero();
        assertThat(file).hasBinaryContent(Files.readAllBytes(first));
    }

    @Test
    void aWriterThatIsKilledLeavesOneOfTheFilesWhole() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        List<byte[]> whole = List.of(Files.readAllBytes(file), Files.readAllBytes(first), Files.readAllBytes(second));
        for (int run = 0; run < 5; run++) {
            killAfter(1 + random.nextInt(60));
            byte[] left = Files.readAllBytes(file);
            assertThat(whole).as("seed %s, run %s", seed, run).anySatisfy(content -> assertThat(left).isEqualTo(content));
        }
        new SealedKeyFile(file, LEAST, new SecureRandom()).open(PASSPHRASE).close();
    }

    /** By SIGKILL, at some point of the replacement that follows. */
    private void killAfter(int replacements) throws Exception {
        Process writer = writer("exec ", ENDLESS);
        try (BufferedReader said = writer.inputReader()) {
            for (int n = 0; n < replacements; n++) {
                assertThat(said.readLine()).isEqualTo(String.valueOf(n));
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(writer.exitValue()).isEqualTo(128 + 9);
    }

    private Process writer(String before, int times) throws IOException {
        var command = new ArrayList<>(List.of("sh", "-c", before + "\"$@\"", "sh"));
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-Xshare:auto", "-Xmx64m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"),
                FileReplacer.class.getName(),
                file.toString(), first.toString(), second.toString(), String.valueOf(times)));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
