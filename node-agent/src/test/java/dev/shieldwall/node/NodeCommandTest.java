package dev.shieldwall.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a terminal runs them, over real sockets. */
@Timeout(180)
class NodeCommandTest {

    private static final Pattern WAITING = Pattern.compile("node (\\S+) waits for a file on \\S*/([0-9.:]+)");
    private static final Pattern PIN = Pattern.compile("--pin (\\S+)");

    @TempDir
    Path folder;

    private Path alice;
    private Path bob;

    /** A command on its way, and what it has said so far. */
    private record Running(CompletableFuture<Integer> code, ByteArrayOutputStream said) {

        String text() {
            return said.toString(StandardCharsets.UTF_8);
        }

        Matcher await(Pattern wanted) throws InterruptedException {
            Matcher matcher = wanted.matcher(text());
            while (!matcher.find()) {
                if (code.isDone()) {
                    throw new AssertionError("ended without saying " + wanted + ": " + text());
                }
                Thread.sleep(20);
                matcher = wanted.matcher(text());
            }
            return matcher;
        }

        int end() throws Exception {
            return code.get(120, TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void twoHomesWithOneClusterKey() throws Exception {
        alice = folder.resolve("alice");
        bob = folder.resolve("bob");
        assertThat(start(alice, "init").end()).isZero();
        assertThat(start(bob, "init").end()).isZero();
        Files.copy(alice.resolve("cluster-key"), folder.resolve("shared-key"));
    }

    private static Running start(Path home, String... words) {
        var said = new ByteArrayOutputStream();
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        // A thread for each: the common pool has one on a machine with two processors, and a command waits for the other.
        return new Running(CompletableFuture.supplyAsync(
                () -> NodeCommand.run(home, out, words), task -> Thread.ofPlatform().daemon().start(task)), said);
    }

    private Running receiving(String... more) {
        var words = new ArrayList<>(List.of("receive", "--port", "0", "--into", folder.resolve("in").toString()));
        words.addAll(List.of(more));
        return start(alice, words.toArray(String[]::new));
    }

    private Running sending(Running receiver, Path file, String... more) throws InterruptedException {
        return sending(receiver, file, folder.resolve("shared-key"), more);
    }

    private Running sending(Running receiver, Path file, Path clusterKey, String... more) throws InterruptedException {
        Matcher where = receiver.await(WAITING);
        var words = new ArrayList<>(List.of("send", "--cluster-key", clusterKey.toString()));
        words.addAll(List.of(more));
        words.addAll(List.of(file.toString(), where.group(1) + "@" + where.group(2)));
        return start(bob, words.toArray(String[]::new));
    }

    private Path file(int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve("content"), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 20, 20_000_001})
    void aFileArrivesAsItIs(int bytes) throws Exception {
        Path file = file(bytes);
        Running receiver = receiving();
        Running sender = sending(receiver, file);
        assertThat(sender.end()).as(sender.text()).isZero();
        assertThat(receiver.end()).as(receiver.text()).isZero();
        assertThat(sender.text()).contains("sealed; its identity key is not pinned", "done");
        try (Stream<Path> arrived = Files.list(folder.resolve("in"))) {
            assertThat(arrived).singleElement().satisfies(it -> assertThat(it).hasSameBinaryContentAs(file));
        }
    }

    @Test
    void aPinnedIdentityIsDemandedAndShown() throws Exception {
        String pin = pinOf(alice);
        Running receiver = receiving();
        Running sender = sending(receiver, file(10), "--pin", pin);
        assertThat(sender.end()).as(sender.text()).isZero();
        assertThat(sender.text()).contains("identity key as pinned");
        assertThat(receiver.end()).isZero();
    }

    @Test
    void anotherIdentityThanThePinnedOneGetsNothing() throws Exception {
        String ofBob = pinOf(bob);
        Running receiver = receiving();
        String id = receiver.await(WAITING).group(1);
        Running sender = sending(receiver, file(10), "--wait", "2", "--pin", id + ofBob.substring(ofBob.indexOf('=')));
        assertThat(sender.end()).isEqualTo(1);
        assertThat(sender.text()).contains("not let in: wrong key");
        assertThat(folder.resolve("in")).isEmptyDirectory();
        assertThat(sending(receiver, file(10)).end()).isZero();
        assertThat(receiver.end()).isZero();
    }

    private static String pinOf(Path home) throws Exception {
        Running shown = start(home, "init");
        assertThat(shown.end()).isZero();
        Matcher pin = PIN.matcher(shown.text());
        assertThat(pin.find()).isTrue();
        return pin.group(1);
    }

    @Test
    void whoHasAnotherClusterKeyIsNotLetIn() throws Exception {
        Running receiver = receiving();
        Running stranger = sending(receiver, file(10), bob.resolve("cluster-key"), "--wait", "2");
        assertThat(stranger.end()).isEqualTo(1);
        receiver.await(Pattern.compile("not let in: bad mac"));
        assertThat(sending(receiver, file(10)).end()).isZero();
        assertThat(receiver.end()).isZero();
    }

    @Test
    void aFileThatIsTooLongLeavesNothing() throws Exception {
        Running receiver = receiving("--max-bytes", "1000000");
        Running sender = sending(receiver, file(1_000_001));
        assertThat(sender.end()).isEqualTo(1);
        assertThat(sender.text()).doesNotContain("done");
        receiver.await(Pattern.compile("longer than 1000000 bytes"));
        receiver.await(Pattern.compile("was broken off and is dropped"));
        assertThat(folder.resolve("in")).isEmptyDirectory();
        assertThat(sending(receiver, file(1_000_000)).end()).isZero();
        assertThat(receiver.end()).isZero();
    }

    @Test
    void peersAreListedWithWhatIsKnownOfThem() throws Exception {
        Running receiver = receiving();
        Matcher where = receiver.await(WAITING);
        Running peers = start(bob, "peers", "--seconds", "3", "--cluster-key", folder.resolve("shared-key").toString(),
                "--peer", where.group(1) + "@" + where.group(2));
        assertThat(peers.end()).isZero();
        assertThat(peers.text()).contains(where.group(1)).contains("127.0.0.1").contains("sealed");
        assertThat(sending(receiver, file(1)).end()).isZero();
        assertThat(receiver.end()).isZero();
    }

    @Test
    void withoutAClusterKeyItSaysHowToGetOne() throws Exception {
        Files.delete(alice.resolve("cluster-key"));
        assertThat(start(alice, "receive", "--port", "0").end()).isEqualTo(1);
    }

    @Test
    void aKeyThatOthersCanReadIsRefused() throws Exception {
        assertThat(new ProcessBuilder("chmod", "644", alice.resolve("cluster-key").toString()).start().waitFor()).isZero();
        assertThat(start(alice, "receive", "--port", "0").end()).isEqualTo(1);
    }

    @Test
    void initChangesNothingThatIsThere() throws Exception {
        byte[] key = Files.readAllBytes(alice.resolve("cluster-key"));
        String pin = pinOf(alice);
        assertThat(pinOf(alice)).isEqualTo(pin);
        assertThat(alice.resolve("cluster-key")).hasBinaryContent(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "fly", "send", "send only-a-file", "send f nobody@host", "send f 1@2", "send f @host:1",
        "send f 00000000-0000-0000-0000-000000000001@host:0", "send f 00000000-0000-0000-0000-000000000001@host:65536",
        "receive --port x", "receive --port 65536", "receive --port -1", "receive --pin x=y", "receive --what"
    })
    void aWrongCommandLineIsTwo(String line) throws Exception {
        assertThat(start(alice, line.split(" ")).end()).isEqualTo(2);
    }

    /** A name under .invalid never has an address (RFC 2606). */
    @ParameterizedTest
    @ValueSource(strings = {
        "receive --port 0 --listen no.such.host.invalid", "peers --seconds 1 --discover no.such.host.invalid"
    })
    void aHostThatIsNotThereIsAWrongCommandLine(String line) throws Exception {
        Running wrong = start(alice, line.split(" "));
        assertThat(wrong.end()).isEqualTo(2);
        assertThat(wrong.text()).isEmpty();
    }

    @Test
    void aMissingFileIsOneAndNobodyIsDialled() throws Exception {
        assertThat(start(alice, "send", folder.resolve("absent").toString(),
                "00000000-0000-0000-0000-000000000001@127.0.0.1:1").end()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "init --help", "join --help", "send --help", "receive --help", "peers --help"})
    void helpIsThereForEachCommand(String line) throws Exception {
        assertThat(start(alice, line.split(" ")).end()).isZero();
    }
}
