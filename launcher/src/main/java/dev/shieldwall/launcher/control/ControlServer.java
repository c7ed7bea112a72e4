package dev.shieldwall.launcher.control;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Answers the command line on loopback. A request is one line, {@code TOKEN COMMAND [NAME]}; the answer is {@code ok}
 * or {@code refused WHY}, then lines, then the end. Whoever cannot read the token file gets no answer at all.
 */
public final class ControlServer implements AutoCloseable {

    static final int LONGEST_REQUEST_BYTES = 256;
    static final int MOST_CONNECTIONS = 8;
    /** For the whole line, from the moment the connection is served. */
    static final int REQUEST_TIMEOUT_MILLIS = 2_000;

    private static final int BACKLOG = 16;

    private final ServerSocket socket;
    private final byte[] token;
    private final Handler handler;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final ExecutorService answering = Executors.newVirtualThreadPerTaskExecutor();

    /** Carries out a command. */
    @FunctionalInterface
    public interface Handler {

        /** @return the lines of the answer */
        List<String> handle(String command, List<String> arguments);
    }

    public ControlServer(int port, String token, Handler handler) throws IOException {
        this.socket = new ServerSocket(port, BACKLOG, InetAddress.getLoopbackAddress());
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.handler = handler;
        Thread.ofPlatform().daemon().name("control").start(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                if (free.tryAcquire()) {
                    var _ = answering.submit(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                Thread.onSpinWait(); // the listening socket was closed, or one connection failed; the loop decides
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            List<String> words = new ArrayList<>(List.of(readLine(connection).split(" ")));
            byte[] offered = words.removeFirst().getBytes(StandardCharsets.UTF_8);
            if (!ConstantTime.equals(offered, token) || words.isEmpty()) {
                return;
            }
            String answer = answer(words.removeFirst(), words);
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return; // the other side left; nothing was promised
        } finally {
            free.release();
        }
    }

    private String answer(String command, List<String> arguments) {
        try {
            var lines = new ArrayList<>(List.of("ok"));
            lines.addAll(handler.handle(command, List.copyOf(arguments)));
            return String.join("\n", lines) + "\n";
        } catch (Refusal refusal) {
            return "refused " + refusal.getMessage() + "\n";
        }
    }

    /** A timeout of the socket holds for one read, so whoever sends a byte now and then is given what is left. */
    private static String readLine(Socket connection) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REQUEST_TIMEOUT_MILLIS);
        InputStream in = connection.getInputStream();
        var line = new StringBuilder();
        while (true) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (leftMillis <= 0) {
                throw new SocketTimeoutException("the request took too long");
            }
            connection.setSoTimeout((int) leftMillis);
            int next = in.read();
            if (next == '\n') {
                return line.toString();
            }
            if (next < 0 || line.length() == LONGEST_REQUEST_BYTES) {
                throw new IOException("not a request line");
            }
            line.append((char) next);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        answering.close();
    }
}
