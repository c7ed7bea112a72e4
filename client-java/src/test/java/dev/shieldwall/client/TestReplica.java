package dev.shieldwall.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A replica's HTTP side over a real socket. Honest until a test tells it otherwise. */
public final class TestReplica implements AutoCloseable {

    /** An answer as it goes out. */
    public record Answer(int status, String contentType, Bytes body, Map<String, String> headers) {

        public static Answer ok(byte[] body) {
            return new Answer(200, Wire.RECEIPT, Bytes.of(body), Map.of());
        }

        public static Answer problem(Problem problem) {
            return new Answer(problem.status(), Wire.PROBLEM, Bytes.wrap(problem.toJson()), Map.of());
        }

        /** What a replica says that does not know the decision. */
        public static Answer notDecided(byte[] body) {
            return new Answer(404, NotDecided.MEDIA_TYPE, Bytes.of(body), Map.of());
        }

        public Answer with(String header, String value) {
            return new Answer(status, contentType, body, Map.of(header, value));
        }
    }

    private final TestChain chain;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<SignedCommand> received = new CopyOnWriteArrayList<>();
    private volatile Function<SignedCommand, Answer> onCommand = this::decide;
    private volatile Function<CertifiedBlock, byte[]> onBlock = CertifiedBlock.CODEC::encode;
    private volatile Function<String, Answer> onDecision = this::decision;
    private volatile boolean closed;

    public TestReplica(TestChain chain) {
        this.chain = chain;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(Wire.COMMANDS, this::command);
        server.createContext("/v1/", this::command);
        server.createContext(Wire.DECISIONS, exchange ->
                answer(exchange, onDecision.apply(exchange.getRequestURI().getPath().substring(Wire.DECISIONS.length()))));
        server.createContext(Wire.BLOCK_STREAM, this::stream);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The commands that arrived here, in order. */
    public List<SignedCommand> received() {
        return received;
    }

    public TestReplica onCommand(Function<SignedCommand, Answer> behaviour) {
        onCommand = behaviour;
        return this;
    }

    public TestReplica onDecision(Function<String, Answer> behaviour) {
        onDecision = behaviour;
        return this;
    }

    /** How a block becomes the content of a frame; null ends the stream. */
    public TestReplica onBlock(Function<CertifiedBlock, byte[]> behaviour) {
        onBlock = behaviour;
        return this;
    }

    /** Takes commands and never answers. */
    public TestReplica silent() {
        return onCommand(_ -> {
            sleep(Duration.ofSeconds(30));
            return Answer.ok(new byte[0]);
        });
    }

    /** As slow as a test wants it. */
    public static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As at the start. */
    public TestReplica honest() {
        onCommand = this::decide;
        onDecision = this::decision;
        onBlock = CertifiedBlock.CODEC::encode;
        return this;
    }

    private Answer decide(SignedCommand command) {
        return Answer.ok(chain.decide(command).toJson());
    }

    private Answer decision(String id) {
        return chain.receiptOf(id)
                .map(receipt -> Answer.ok(receipt.toJson()))
                .orElseGet(() -> Answer.notDecided(new byte[0]));
    }

    private void command(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            SignedCommand command = CommandJws.parse(body, 65_536);
            received.add(command);
            answer(exchange, onCommand.apply(command));
        } catch (MalformedException e) {
            answer(exchange, Answer.problem(Problem.of(400, "malformed", "The request is malformed", "no command")));
        }
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), answer.body().size() == 0 ? -1 : answer.body().size());
            if (answer.body().size() > 0) {
                exchange.getResponseBody().write(answer.body().unsafeArray());
            }
        }
    }

    private void stream(HttpExchange exchange) throws IOException {
        long height = Long.parseLong(exchange.getRequestURI().getQuery().substring("from=".length()));
        exchange.getResponseHeaders().set("Content-Type", Wire.BLOCKS);
        exchange.sendResponseHeaders(200, 0);
        try (exchange; var out = new DataOutputStream(exchange.getResponseBody())) {
            while (!closed) {
                var block = chain.await(height, Duration.ofMillis(100));
                if (block.isEmpty()) {
                    out.flush();
                    continue;
                }
                byte[] frame = onBlock.apply(block.get());
                if (frame == null) {
                    return;
                }
                out.writeInt(frame.length);
                out.write(frame);
                out.flush();
                height++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
    }
}
