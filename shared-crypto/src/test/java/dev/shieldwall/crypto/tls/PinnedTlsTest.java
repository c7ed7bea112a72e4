package dev.shieldwall.crypto.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.shieldwall.crypto.keystore.KeyFileException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedTlsTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final TlsIdentity SERVER = identity("server");
    private static final TlsIdentity CLIENT = identity("client");
    private static final TlsIdentity STRANGER = identity("stranger");

    private static final String NOT_LISTED = "the peer's key is not listed";

    @TempDir
    private Path folder;

    private static TlsIdentity identity(String name) {
        return TlsIdentity.generate(name, Instant.parse("2026-01-01T00:00:00Z"), RANDOM);
    }

    private static Predicate<byte[]> only(TlsIdentity identity) {
        return PinnedTls.anyOf(List.of(identity.spkiSha256()));
    }

    @Test
    void peersThatKnowEachOtherConnectWithTls13AndLearnWhoThePeerIs() throws Exception {
        assertThat(exchange(PinnedTls.sslContext(SERVER, only(CLIENT)), PinnedTls.sslContext(CLIENT, only(SERVER))))
                .isEqualTo("TLSv1.3 " + HexFormat.of().formatHex(CLIENT.spkiSha256()));
    }

    @Test
    void theClientRefusesAServerThatIsNotListed() throws Exception {
        assertRefused(PinnedTls.sslContext(STRANGER, only(CLIENT)), PinnedTls.sslContext(CLIENT, only(SERVER)), NOT_LISTED);
    }

    @Test
    void theServerRefusesAClientThatIsNotListed() throws Exception {
        assertRefused(PinnedTls.sslContext(SERVER, only(CLIENT)), PinnedTls.sslContext(STRANGER, only(SERVER)), NOT_LISTED);
    }

    @Test
    void anEmptyListAllowsNobody() throws Exception {
        SSLContext closed = PinnedTls.sslContext(SERVER, PinnedTls.anyOf(List.of()));
        assertRefused(closed, PinnedTls.sslContext(CLIENT, only(SERVER)), NOT_LISTED);
    }

    @Test
    void aClientWithoutCertificateIsRefused() throws Exception {
        assertRefused(PinnedTls.sslContext(SERVER, _ -> true), withoutCertificate("TLSv1.3"), "Empty client certificate chain");
    }

    @Test
    void tls12IsRefused() throws Exception {
        assertRefused(PinnedTls.sslContext(SERVER, _ -> true), withoutCertificate("TLSv1.2"), "protocol_version");
        SSLContext context = PinnedTls.sslContext(SERVER, _ -> true);
        assertThat(context.getSupportedSSLParameters().getProtocols()).containsExactly("TLSv1.3");
        assertThat(context.createSSLEngine().getEnabledProtocols()).containsExactly("TLSv1.3");
        assertThat(context.createSSLEngine().getNeedClientAuth()).isTrue();
        assertThat(context.createSSLEngine("peer", 1).getNeedClientAuth()).isTrue();
        assertThat(context.getDefaultSSLParameters().getNeedClientAuth()).isTrue();
    }

    /** A resumed session would skip the certificate and let a removed peer back in. */
    @Test
    void theListIsAskedForEveryConnection() throws Exception {
        AtomicInteger askedByServer = new AtomicInteger();
        AtomicInteger askedByClient = new AtomicInteger();
        SSLContext server = PinnedTls.sslContext(SERVER, _ -> askedByServer.incrementAndGet() > 0);
        SSLContext client = PinnedTls.sslContext(CLIENT, _ -> askedByClient.incrementAndGet() > 0);
        try (SSLServerSocket listener = listen(server)) {
            for (int connection = 1; connection <= 3; connection++) {
                exchange(listener, client);
                assertThat(askedByServer).hasValue(connection);
                assertThat(askedByClient).hasValue(connection);
            }
        }
    }

    @Test
    void aPeerTakenOffTheListIsRefusedFromThenOn() throws Exception {
        AtomicInteger allowed = new AtomicInteger(1);
        SSLContext server = PinnedTls.sslContext(SERVER, _ -> allowed.get() == 1);
        SSLContext client = PinnedTls.sslContext(CLIENT, only(SERVER));
        exchange(server, client);
        allowed.set(0);
        assertRefused(server, client, NOT_LISTED);
    }

    /** HTTP clients switch it on; for a pinned, self-signed certificate the name means nothing. */
    @Test
    void hostNamesDoNotMatter() throws Exception {
        try (SSLServerSocket listener = listen(PinnedTls.sslContext(SERVER, only(CLIENT)));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> serverSide = threads.submit(() -> serve(listener));
            SSLContext client = PinnedTls.sslContext(CLIENT, only(SERVER));
            try (SSLSocket socket = (SSLSocket) client.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), listener.getLocalPort())) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.getOutputStream().write(41);
                assertThat(socket.getInputStream().read()).isEqualTo(42);
            }
            assertThat(serverSide.get(5, TimeUnit.SECONDS)).startsWith("TLSv1.3");
        }
    }

    @Test
    void theReadyContextCannotBeReinitialised() {
        SSLContext context = PinnedTls.sslContext(SERVER, _ -> false);
        assertThatExceptionOfType(KeyManagementException.class).isThrownBy(() -> context.init(null, null, null));
    }

    @Test
    void aPinHas32Bytes() {
        assertThatIllegalArgumentException().isThrownBy(() -> PinnedTls.anyOf(List.of(new byte[31])));
        assertThatIllegalArgumentException().isThrownBy(() -> PinnedTls.anyOf(List.of(new byte[33])));
    }

    @Test
    void anIdentityComesBackFromItsFileWhichOnlyItsOwnerCanRead() throws IOException {
        Path file = folder.resolve("tls.pem");
        SERVER.write(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        TlsIdentity read = TlsIdentity.read(file);
        assertThat(read.spkiSha256()).isEqualTo(SERVER.spkiSha256());
        assertThat(read.certificate()).isEqualTo(SERVER.certificate());

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> TlsIdentity.read(file));
    }

    @Test
    void aFileWithAnotherKeysCertificateIsRefused() throws IOException {
        SERVER.write(folder.resolve("server"));
        CLIENT.write(folder.resolve("client"));
        String header = "-----BEGIN CERTIFICATE-----";
        String ours = Files.readString(folder.resolve("server"));
        String theirs = Files.readString(folder.resolve("client"));
        for (String wrong : List.of(
                ours.substring(0, ours.indexOf(header)) + theirs.substring(theirs.indexOf(header)),
                ours.substring(0, ours.indexOf(header)),
                ours.substring(ours.indexOf(header)),
                "")) {
            Path file = Files.writeString(folder.resolve("wrong"), wrong);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatExceptionOfType(KeyFileException.class).as(wrong).isThrownBy(() -> TlsIdentity.read(file));
        }
    }

    @Test
    void anIdentityDoesNotPrintItsKey() {
        assertThat(SERVER).hasToString("TlsIdentity[CN=server, key redacted]");
    }

    private static SSLContext withoutCertificate(String protocol) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(null, new TrustManager[] {new PinnedTrust(_ -> true)}, null);
        return context;
    }

    /** Neither side gets a byte; the refusing side says why, the other may see no more than a closed connection. */
    private static void assertRefused(SSLContext server, SSLContext client, String reason) throws Exception {
        try (SSLServerSocket listener = listen(server);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> serverSide = threads.submit(() -> serve(listener));
            Throwable onClient = catchThrowable(() -> ask(listener.getLocalPort(), client));
            Throwable onServer = catchThrowable(() -> serverSide.get(5, TimeUnit.SECONDS));
            assertThat(onClient).isInstanceOf(IOException.class);
            assertThat(onServer).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
            assertThat(onClient + " / " + onServer).contains(reason);
        }
    }

    private static String exchange(SSLContext server, SSLContext client) throws Exception {
        try (SSLServerSocket listener = listen(server)) {
            return exchange(listener, client);
        }
    }

    private static SSLServerSocket listen(SSLContext server) throws IOException {
        return (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Sends a byte each way; returns what the server knows of the client. */
    private static String exchange(SSLServerSocket listener, SSLContext client) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> serverSide = threads.submit(() -> serve(listener));
            ask(listener.getLocalPort(), client);
            return serverSide.get(5, TimeUnit.SECONDS);
        }
    }

    private static String serve(SSLServerSocket listener) throws IOException {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            socket.setSoTimeout(5_000);
            socket.startHandshake();
            socket.getOutputStream().write(socket.getInputStream().read() + 1);
            byte[] peer = PinnedTls.peerSpkiSha256(socket.getSession()).orElseThrow();
            return socket.getSession().getProtocol() + " " + HexFormat.of().formatHex(peer);
        }
    }

    private static void ask(int port, SSLContext client) throws IOException {
        try (Socket socket = client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(41);
            if (socket.getInputStream().read() != 42) {
                throw new IOException("the server did not answer");
            }
        }
    }
}
