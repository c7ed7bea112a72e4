package dev.shieldwall.launcher.control;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Asks the supervisor of a data folder. */
public record ControlClient(int port, String token) {

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    /** The supervisor may be busy making the database. */
    private static final int ANSWER_TIMEOUT_MILLIS = 30_000;

    public static ControlClient of(DataFolder data) throws IOException {
        return new ControlClient(data.ports().control(), PrivateFile.read(data.controlToken()));
    }

    /**
     * The lines of the answer.
     *
     * @throws IOException if nobody listens or the token is not accepted
     */
    public List<String> ask(String... words) throws IOException {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            socket.setSoTimeout(ANSWER_TIMEOUT_MILLIS);
            socket.getOutputStream().write((token + " " + String.join(" ", words) + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            List<String> lines = answer.lines().toList();
            if (lines.isEmpty()) {
                throw new IOException("the supervisor does not accept this token");
            }
            if (!lines.getFirst().equals("ok")) {
                throw new Refusal(lines.getFirst().replaceFirst("^refused ", ""));
            }
            return lines.subList(1, lines.size());
        }
    }
}
