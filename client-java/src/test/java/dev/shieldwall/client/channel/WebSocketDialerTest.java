package dev.shieldwall.client.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Scanner;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that takes its time for the upgrade. */
@Timeout(60)
class WebSocketDialerTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private ServerSocket server;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        http.shutdownNow();
    }

    private WebSocketDialer dialer() {
        return new WebSocketDialer(http, URI.create("http://127.0.0.1:" + server.getLocalPort()), HOUR);
    }

    /** What the request's end says is to be answered (RFC 6455 section 4.2.2). */
    private static String acceptance(Socket socket) throws Exception {
        var lines = new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII);
        String key = "";
        for (String line = lines.nextLine(); !line.isEmpty(); line = lines.nextLine()) {
            if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                key = line.substring(18).strip();
            }
        }
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    /** It would hold one of the places that the gateway has for handshakes. */
    @Test
    void aWebSocketThatOpensAfterItsDialWasInterruptedIsDropped() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> dial = threads.submit(() -> dialer().dial(HOUR));
            try (Socket socket = server.accept()) {
                socket.setSoTimeout(20_000);
                String acceptance = acceptance(socket);
                dial.cancel(true);
                OutputStream out = socket.getOutputStream();
                out.write(acceptance.getBytes(StandardCharsets.US_ASCII));
                out.flush();
                assertEnded(socket);
            }
        }
    }

    /** A reset is an end as well. */
    private static void assertEnded(Socket socket) {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    @Test
    void aDialEndsWithItsPatience() {
        assertThatThrownBy(() -> dialer().dial(Duration.ofMillis(300))).isInstanceOf(ConnectException.class);
    }
}
