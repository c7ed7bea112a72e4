package dev.shieldwall.launcher.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlServerTest {

    private static final String TOKEN = "correct-horse";

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

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (java.net.SocketException e) {
            return ""; // reset because the rest of the request was never read
        }
    }
}
