package dev.shieldwall.transport.channel;

import static dev.shieldwall.transport.channel.Channels.TOPIC;
import static dev.shieldwall.transport.channel.Channels.ask;
import static dev.shieldwall.transport.channel.Channels.await;
import static dev.shieldwall.transport.channel.Channels.echoServer;
import static dev.shieldwall.transport.channel.Channels.frontend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shieldwall.transport.channel.core.AicoFrame;
import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.Message;
import dev.shieldwall.transport.channel.core.Parties;
import dev.shieldwall.transport.channel.core.Refusal;
import dev.shieldwall.transport.channel.core.SessionRules;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Honest peers, over real sockets. */
@Timeout(60) // whoever waits in vain is a failure, not a hang
class SecureChannelTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void messagesOfEverySizeArriveOverTcp(ChannelSuite suite) throws IOException {
        try (var server = echoServer(ChannelConfiguration.DEFAULT, suite);
                var client = frontend(suite);
                var channel = client.connect(server.address())) {
            assertThat(channel.suite()).isEqualTo(suite);
            assertThat(channel.peer()).isEqualTo(Parties.peer(Parties.BACKEND));
            var random = new Random(3);
            for (int length : new int[] {0, 1, 100, 65_536, 300_000, 16_777_216, 5}) {
                byte[] payload = new byte[length];
                random.nextBytes(payload);
                assertThat(ask(channel, payload)).isEqualTo(payload);
            }
        }
    }

    @Test
    void metadataAreAsLongAsTheyMayBeAndWhatIsTooLongLeavesTheChannelWhole() throws IOException {
        byte[] longest = new byte[AicoFrame.MAX_METADATA_BYTES];
        try (var server = echoServer(ChannelConfiguration.DEFAULT);
                var client = frontend();
                var channel = client.connect(server.address())) {
            channel.send(longest, new byte[] {1});
            assertThat(channel.receive().orElseThrow().metadata()).isEqualTo(longest);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> channel.send(new byte[AicoFrame.MAX_METADATA_BYTES + 1], new byte[] {2}))
                    .withMessageContaining("larger");
            assertThat(ask(channel, new byte[] {3})).containsExactly(3);
        }
    }

    /** The folder is opened here after the start, so that the kernel's word is all that is left. */
    @Test
    void aProcessOfAnotherUserIsRefusedThoughItReachesTheSocket() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can start a process of another user");
        Path open = Files.createDirectory(
                folder.resolve("open"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var address = UnixDomainSocketAddress.of(open.resolve("s"));
        try (var server = ChannelServer.listen(
                address, Channels.backend(), ChannelConfiguration.DEFAULT, Channels::echo)) {
            for (Path path : new Path[] {folder, open, address.getPath()}) {
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            assertThat(answerTo("nobody", address)).isEqualTo("closed");
            await(() -> server.events().of(ChannelEvent.OTHER_USER) == 1);
            assertThat(server.events().of(ChannelEvent.HANDSHAKE_CUT_OFF)).isZero();
            assertThat(answerTo("root", address)).isEqualTo("open");
            assertThat(server.events().of(ChannelEvent.OTHER_USER)).isEqualTo(1);
        }
    }

    private static String answerTo(String user, UnixDomainSocketAddress address) throws Exception {
        String program = """
                import socket
                s = socket.socket(socket.AF_UNIX)
                s.settimeout(2)
                s.connect('%s')
                try: print('closed' if s.recv(1) == b'' else 'answered')
                except TimeoutError: print('open')
                """.formatted(address.getPath());
        Process process = new ProcessBuilder("setpriv", "--reuid=" + user, "--clear-groups", "/usr/bin/python3", "-c", program)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    @Test
    void aFileThatIsNoSocketIsNotTakenForADeadOne() throws IOException {
        Path own = Files.createDirectory(
                folder.resolve("own"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path important = Files.writeString(own.resolve("important.key"), "secret");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ChannelServer.listen(UnixDomainSocketAddress.of(important), Channels.backend(),
                        ChannelConfiguration.DEFAULT, Channels::echo))
                .withMessageContaining("is no socket");
        assertThat(important).hasContent("secret");
    }

    @Test
    void theHalfOfAnAddressThatASiteIsGivenIsOneOrigin() throws IOException {
        assertThat(SocketOrigin.of(InetAddress.getByName("2001:db8::1")))
                .isEqualTo(SocketOrigin.of(InetAddress.getByName("2001:db8::ffff:0:0:1")))
                .isNotEqualTo(SocketOrigin.of(InetAddress.getByName("2001:db8:0:1::1")));
        assertThat(SocketOrigin.of(InetAddress.getByName("192.0.2.1")))
                .isNotEqualTo(SocketOrigin.of(InetAddress.getByName("192.0.2.2")));
    }

    @Test
    void whoComesAfterTheEndIsCutOff() throws IOException {
        var gate = new ChannelGate(Channels.backend(), ChannelConfiguration.DEFAULT, Channels::echo);
        gate.close();
        try (var listener = ServerSocketChannel.open().bind(Channels.LOOPBACK);
                var late = SocketChannel.open(listener.getLocalAddress())) {
            assertThat(gate.admit(listener.accept(), "late")).isEmpty();
            assertThat(late.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
    }

    @Test
    void messagesArriveOverAUnixSocketInAFolderOfItsOwner() throws IOException {
        var address = UnixDomainSocketAddress.of(folder.resolve("aico").resolve("backend.sock"));
        try (var server = ChannelServer.listen(
                        address, Channels.backend(), ChannelConfiguration.DEFAULT, Channels::echo);
                var client = frontend();
                var channel = client.connect(address)) {
            assertThat(Files.getPosixFilePermissions(folder.resolve("aico")))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(ask(channel, new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
            assertThatExceptionOfType(IOException.class)
                    .as("somebody listens there")
                    .isThrownBy(() -> ChannelServer.listen(
                            address, Channels.backend(), ChannelConfiguration.DEFAULT, Channels::echo));
            assertThat(server.openChannels()).isEqualTo(1);
        }
        assertThat(address.getPath()).doesNotExist();
    }

    @Test
    void aFolderThatOthersMayEnterIsRefused() throws IOException {
        Path open = Files.createDirectory(
                folder.resolve("open"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ChannelServer.listen(UnixDomainSocketAddress.of(open.resolve("s")), Channels.backend(),
                        ChannelConfiguration.DEFAULT, Channels::echo))
                .withMessageContaining("chmod 700");
    }

    @Test
    void theSocketOfADeadServerIsReplaced() throws IOException {
        Path own = Files.createDirectory(
                folder.resolve("own"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var address = UnixDomainSocketAddress.of(own.resolve("s"));
        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address).close();
        assertThat(address.getPath()).exists();
        try (var server = ChannelServer.listen(
                        address, Channels.backend(), ChannelConfiguration.DEFAULT, Channels::echo);
                var client = frontend();
                var channel = client.connect(server.address())) {
            assertThat(ask(channel, new byte[1])).hasSize(1);
        }
    }

    @Test
    void bothSidesHaveTheSameBindingAndSeeTheEnd() throws Exception {
        var binding = new CompletableFuture<byte[]>();
        var end = new CompletableFuture<Boolean>();
        try (var server = ChannelServer.listen(Channels.LOOPBACK, Channels.backend(), ChannelConfiguration.DEFAULT, channel -> {
                    binding.complete(channel.binding());
                    try {
                        boolean once = channel.receive().isEmpty();
                        end.complete(once && channel.receive().isEmpty());
                    } catch (IOException e) {
                        end.completeExceptionally(e);
                    }
                });
                var client = frontend()) {
            var channel = client.connect(server.address());
            assertThat(channel.binding()).isEqualTo(binding.get());
            channel.close();
            channel.close();
            assertThat(end.get()).isTrue();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> channel.send(TOPIC, new byte[1]));
            await(() -> server.events().of(ChannelEvent.CLOSED) == 1);
            assertThat(server.events().of(ChannelEvent.CUT_OFF)).isZero();
        }
    }

    @Test
    void keysRotateInBothDirectionsUnderConcurrentTraffic() throws Exception {
        var session = new SessionRules(Duration.ofHours(1), Duration.ofDays(1), 20_000, 1 << 20);
        var configuration = Channels.configuration(session, Duration.ofSeconds(30), Channels.MANY);
        try (var server = echoServer(configuration);
                var client = Channels.client(Parties.FRONTEND, configuration);
                var channel = client.connect(server.address());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int senders = 4;
            int each = 500;
            var received = threads.submit(() -> {
                long sum = 0;
                for (int i = 0; i < senders * each; i++) {
                    sum += channel.receive().orElseThrow().payload().getInt();
                }
                return sum;
            });
            for (int sender = 0; sender < senders; sender++) {
                int first = sender * each;
                threads.submit((Callable<Void>) () -> {
                    for (int i = first; i < first + each; i++) {
                        channel.send(TOPIC, ByteBuffer.allocate(1000).putInt(i).array());
                    }
                    return null;
                });
            }
            long all = (long) senders * each;
            assertThat(received.get()).isEqualTo(all * (all - 1) / 2);
            assertThat(channel.sendingEpoch()).isGreaterThan(90);
            assertThat(channel.receivingEpoch()).isGreaterThan(90);
        }
    }

    @Test
    void aSessionEndsAtItsTimeoutAndANewHandshakeBeginsAnother() throws Exception {
        var session = new SessionRules(Duration.ofMillis(200), Duration.ofDays(1), 1 << 30, 1 << 20);
        var configuration = Channels.configuration(session, Duration.ofSeconds(30), Channels.MANY);
        try (var server = echoServer(configuration);
                var client = Channels.client(Parties.FRONTEND, configuration)) {
            var channel = client.connect(server.address());
            byte[] binding = channel.binding();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                while (true) {
                    ask(channel, new byte[10]);
                }
            });
            await(() -> client.events().of(ChannelEvent.EXPIRED) + server.events().of(ChannelEvent.EXPIRED) >= 1);
            assertThat(client.connect(server.address()).binding()).isNotEqualTo(binding);
        }
    }

    @Test
    void anIdleSessionEndsAtItsTimeoutToo() throws Exception {
        var session = new SessionRules(Duration.ofMillis(200), Duration.ofDays(1), 1 << 30, 1 << 20);
        var configuration = Channels.configuration(session, Duration.ofSeconds(30), Channels.MANY);
        try (var server = echoServer(configuration);
                var client = frontend()) {
            client.connect(server.address());
            await(() -> server.events().of(ChannelEvent.EXPIRED) == 1);
            await(() -> server.openChannels() == 0);
        }
    }

    @Test
    void aQuietChannelIsKeptAlive() throws Exception {
        var configuration = Channels.keepalive(Duration.ofSeconds(1));
        try (var server = echoServer(configuration);
                var tap = Tap.silent(server.address());
                var client = Channels.client(Parties.FRONTEND, configuration);
                var channel = client.connect(tap.address());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<byte[]> answer = threads.submit(() -> channel.receive().orElseThrow().payloadBytes());
            await(() -> tap.seen(Tap.Way.TO_SERVER).size() > 4 && tap.seen(Tap.Way.TO_CLIENT).size() > 4);
            channel.send(TOPIC, new byte[] {7});
            assertThat(answer.get()).containsExactly(7);
            assertThat(server.events().of(ChannelEvent.SILENT)).isZero();
        }
    }

    @Test
    void aPeerThatFallsSilentIsGivenUp() throws Exception {
        try (var server = echoServer(Channels.keepalive(Duration.ofMillis(50)));
                var client = frontend();
                var channel = client.connect(server.address())) {
            await(() -> server.events().of(ChannelEvent.SILENT) == 1);
            await(() -> server.openChannels() == 0);
            assertThatExceptionOfType(IOException.class).isThrownBy(channel::receive);
        }
    }

    @Test
    void aPeerThatTakesNothingIsGivenUp() throws Exception {
        try (var server = ChannelServer.listen(Channels.LOOPBACK, Channels.backend(), Channels.keepalive(Duration.ofMillis(50)), channel -> {
                    try {
                        while (true) {
                            channel.send(TOPIC, new byte[1 << 20]);
                        }
                    } catch (IOException e) {
                        // Given up.
                    }
                });
                var client = frontend();
                var channel = client.connect(server.address())) {
            await(() -> server.events().of(ChannelEvent.SILENT) == 1);
            assertThat(channel.peer()).isNotNull();
        }
    }

    @Test
    void anUnreachableServerIsTriedAsOftenAsConfigured() throws Exception {
        InetSocketAddress nobody;
        try (var taken = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            nobody = (InetSocketAddress) taken.getLocalAddress();
        }
        try (var client = frontend()) {
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> client.connect(nobody));
            assertThat(client.events().of(ChannelEvent.CONNECTED)).isEqualTo(1 + 3);
        }
    }

    @Test
    void aServerThatRefusesIsNotAskedTwice() throws Exception {
        try (var server = echoServer(ChannelConfiguration.DEFAULT);
                var stranger = Channels.client(Parties.STRANGER, ChannelConfiguration.DEFAULT)) {
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> stranger.connect(server.address()));
            assertThat(stranger.events().of(ChannelEvent.CONNECTED)).isEqualTo(1);
            assertThat(server.events().of(Refusal.NOT_ALLOWED)).isEqualTo(1);
        }
    }

    @Test
    void aKeyThatIsTakenOffTheListLosesItsChannelAndGetsNoOther() throws Exception {
        try (var server = echoServer(ChannelConfiguration.DEFAULT);
                var revoked = frontend();
                var other = Channels.client(Parties.CLI, ChannelConfiguration.DEFAULT);
                var channel = revoked.connect(server.address());
                var kept = other.connect(server.address())) {
            assertThat(ask(channel, new byte[1])).hasSize(1);
            server.allow(AllowList.of(Parties.peer(Parties.CLI)));
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(channel::receive);
            assertThatExceptionOfType(ChannelBrokenException.class).isThrownBy(() -> revoked.connect(server.address()));
            assertThat(server.events().of(ChannelEvent.REVOKED)).isEqualTo(1);
            assertThat(server.events().of(Refusal.NOT_ALLOWED)).isEqualTo(1);
            assertThat(ask(kept, new byte[2])).hasSize(2);
        }
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedBeforeItIsSentAndTheChannelGoesOn() throws Exception {
        try (var server = echoServer(ChannelConfiguration.DEFAULT);
                var client = frontend();
                var channel = client.connect(server.address())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> channel.send(TOPIC, new byte[SessionRules.MOST_MESSAGE_BYTES + 1]));
            assertThat(ask(channel, new byte[3])).hasSize(3);
        }
    }

    @Test
    void aClosedServerLetsGoOfEverybody() throws Exception {
        var server = echoServer(ChannelConfiguration.DEFAULT);
        try (var client = frontend()) {
            var channel = client.connect(server.address());
            await(() -> server.openChannels() == 1);
            server.close();
            assertThat(channel.receive()).isEmpty();
            assertThat(server.openChannels()).isZero();
        }
    }

    @Test
    void defaultsAreThoseOfTheRequirementsAndTheUnsafeOnesAreRefused() {
        ConnectionRules rules = ChannelConfiguration.DEFAULT.connection();
        assertThat(rules.handshakeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(rules.keepaliveInterval()).isEqualTo(Duration.ofSeconds(60));
        assertThat(rules.retryLimit()).isEqualTo(3);
        assertThat(SecurityPolicy.DEFAULT).isEqualTo(new SecurityPolicy(true, false, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new SecurityPolicy(false, false, true));
        assertThatIllegalArgumentException().isThrownBy(() -> new SecurityPolicy(true, true, true));
        var unordered = new ChannelConfiguration(SessionRules.DEFAULT, rules, new SecurityPolicy(true, false, false));
        assertThatIllegalArgumentException().isThrownBy(() -> echoServer(unordered));
        assertThatIllegalArgumentException().isThrownBy(() -> Channels.client(Parties.FRONTEND, unordered));
        assertThat(Message.data(TOPIC, new byte[1]).payloadBytes()).hasSize(1);
    }
}
