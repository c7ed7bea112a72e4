package dev.shieldwall.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {

    private static final String TOKEN = "correct-horse";
    private static final int DRIP_MILLIS = 100;

    private final List<String> handled = new ArrayList<>();
    private ControlServer server;

    @BeforeEach
    void listen() throws IOException {
        server = new ControlServer(0, TOKEN, (command, arguments) -> {
            handled.add(command + arguments);
            if (command.equals("refuse")) {
                throw new Refusal("not today");
            }
            return List.of("one", "two");
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void whoeverHasTheTokenIsAnswered() throws IOException {
        assertThat(new ControlClient(server.port(), TOKEN).ask("kill", "replica-0")).containsExactly("one", "two");
        assertThat(handled).containsExactly("kill[replica-0]");
    }

    @Test
    void aWrongTokenGetsNoAnswerAndDoesNothing() {
        for (String wrong : List.of("", "correct-hors", "correct-horsf", "correct-horse1", "Correct-horse")) {
            assertThatThrownBy(() -> new ControlClient(server.port(), wrong).ask("kill", "replica-0"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("token");
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void aRefusalReachesThePersonWhoAsked() {
        assertThatThrownBy(() -> new ControlClient(server.port(), TOKEN).ask("refuse"))
                .isInstanceOf(Refusal.class)
                .hasMessage("not today");
    }

    @Test
    void aRequestMayBeAsLongAsTheBoundAndNoLonger() throws IOException {
        String prefix = TOKEN + " status ";
        assertThat(raw(prefix + "x".repeat(ControlServer.LONGEST_REQUEST_BYTES - prefix.length()) + "\n"))
                .startsWith("ok");
        assertThat(raw(prefix + "x".repeat(ControlServer.LONGEST_REQUEST_BYTES - prefix.length() + 1) + "\n"))
                .isEmpty();
    }

    @Test
    void idleConnectionsAreBoundedAndDropped() throws IOException {
        var idle = new ArrayList<Socket>();
        for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
            idle.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        for (Socket socket : idle) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1); // after the request timeout
            socket.close();
        }
        assertThat(raw(TOKEN + " status\n")).startsWith("ok");
    }

    /** A byte now and then would start a timeout per read anew, and eight such connections would shut everybody out. */
    @Test
    void aRequestThatDripsInIsDroppedAfterTheSameTimeAsAnIdleOne() throws IOException {
        var dripping = new ArrayList<Socket>();
        for (int i = 0; i < ControlServer.MOST_CONNECTIONS; i++) {
            dripping.add(new Socket(InetAddress.getLoopbackAddress(), server.port()));
        }
        long start = System.nanoTime();
        for (Socket socket : dripping) {
            assertThat(dripUntilDropped(socket, start)).isLessThan(ControlServer.REQUEST_TIMEOUT_MILLIS + 1_500L);
            socket.close();
        }
        assertThat(raw(TOKEN + " status\n")).startsWith("ok");
        assertThat(handled).containsExactly("status[]");
    }

    @Test
    void aRequestInPartsIsAnsweredWhenItIsWholeInTime() throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (String part : List.of("correct-", "horse st", "atus", "\n")) {
                socket.getOutputStream().write(part.getBytes(StandardCharsets.UTF_8));
                Thread.sleep(50);
            }
            assertThat(socket.getInputStream().readAllBytes()).asString(StandardCharsets.UTF_8).startsWith("ok");
        }
    }

    /** Milliseconds from {@code startNanos} until the server hangs up; three times its patience if it never does. */
    private static long dripUntilDropped(Socket socket, long startNanos) throws IOException {
        socket.setSoTimeout(DRIP_MILLIS);
        long millis = 0;
        while (millis < 3L * ControlServer.REQUEST_TIMEOUT_MILLIS) {
            try {
                socket.getOutputStream().write('x');
                if (socket.getInputStream().read() < 0) {
                    return millis;
                }
            } catch (SocketTimeoutException e) {
                millis = (System.nanoTime() - startNanos) / 1_000_000; // still served, so the next byte
            } catch (SocketException e) {
                return millis; // reset while a byte was under way
            }
        }
        return millis;
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException e) {
            return ""; // reset because the rest of the request was never read
        }
    }
}
