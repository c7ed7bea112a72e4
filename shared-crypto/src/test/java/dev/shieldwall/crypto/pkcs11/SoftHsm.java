package dev.shieldwall.crypto.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.SecretBytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** SoftHSM2 with tokens in a folder of its own. The module reads its configuration when it is initialized. */
final class SoftHsm {

    static final String LABEL = "shieldwall test";
    static final String PIN = "73519264";

    private static final List<Path> PLACES = List.of(
            Path.of("/usr/lib/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
            Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"));

    final Path folder;

    private SoftHsm(Path folder) {
        this.folder = folder;
    }

    /** Without tokens. */
    static SoftHsm emptyIn(Path folder) throws IOException {
        Files.createDirectory(folder.resolve("tokens"));
        Path configuration = folder.resolve("softhsm2.conf");
        Files.writeString(configuration, "directories.tokendir = " + folder.resolve("tokens") + "\nlog.level = ERROR\n");
        setEnvironment("SOFTHSM2_CONF", configuration.toString());
        return new SoftHsm(folder);
    }

    /** With one token. */
    static SoftHsm in(Path folder) throws IOException, InterruptedException {
        SoftHsm soft = emptyIn(folder);
        soft.makeToken(LABEL, PIN);
        return soft;
    }

    static Path module() {
        return PLACES.stream().filter(Files::isRegularFile).findFirst().orElseThrow(SoftHsm::missing);
    }

    private static TestAbortedException missing() {
        String absent = "these tests need SoftHSM and OpenSC: apt-get install softhsm2 opensc";
        assertThat(System.getProperty("shieldwall.tools")).as(absent).isNotEqualTo("required");
        return new TestAbortedException(absent);
    }

    /** Java has no way to change what getenv answers to a library in its own process. */
    private static void setEnvironment(String name, String value) {
        var linker = Linker.nativeLinker();
        var setenv = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("setenv"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 1);
            assertThat(failed).isZero();
        } catch (Throwable e) {
            throw new AssertionError("setenv", e);
        }
    }

    void makeToken(String label, String pin) throws IOException, InterruptedException {
        run("softhsm2-util", "--init-token", "--free", "--label", label, "--so-pin", "87654321", "--pin", pin);
    }

    /** OpenSC's tool on our token, logged in. */
    String tool(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                "pkcs11-tool", "--module", module().toString(), "--token-label", LABEL, "--login", "--pin", PIN));
        command.addAll(List.of(words));
        return run(command.toArray(String[]::new));
    }

    /** What it printed. */
    String run(String... command) throws IOException, InterruptedException {
        module();
        Path out = Files.createTempFile(folder, "out", null);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().put("SOFTHSM2_CONF", folder.resolve("softhsm2.conf").toString());
        Process process = start(builder);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(out);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static Process start(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw missing();
        }
    }

    static SecretBytes pin(String pin) {
        return SecretBytes.copyOf(pin.getBytes(StandardCharsets.US_ASCII));
    }

    static HsmToken open(Pkcs11Library library) {
        return library.open(TokenSettings.of(LABEL), pin(PIN));
    }
}
