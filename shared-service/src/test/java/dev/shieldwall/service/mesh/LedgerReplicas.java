package dev.shieldwall.service.mesh;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.CommandJws;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.receipt.Receipt;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;

/** The replicas of a {@link LedgerChain}, each with an HTTP port of its own. They can be stopped, slow or lying. */
public final class LedgerReplicas implements AutoCloseable {

    private static final long HEARTBEAT_MILLIS = 200;

    private final LedgerChain chain;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Replica> replicas = new ArrayList<>();
    private final Path genesis;

    private LedgerReplicas(LedgerChain chain) {
        this.chain = chain;
        try {
            genesis = Files.createTempFile("genesis", ".json");
            genesis.toFile().deleteOnExit();
            Files.write(genesis, chain.mesh().genesis().toJson());
            for (int i = 0; i < TestMesh.REPLICAS; i++) {
                replicas.add(new Replica(i));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static LedgerReplicas start() {
        return new LedgerReplicas(new LedgerChain(TestMesh.create()));
    }

    public LedgerChain chain() {
        return chain;
    }

    public List<URI> addresses() {
        return replicas.stream().map(Replica::address).toList();
    }

    public Path genesis() {
        return genesis;
    }

    /** Tells a Spring context of the genesis and of these replicas. */
    public void register(DynamicPropertyRegistry registry) {
        registry.add("shieldwall.genesis", genesis::toString);
        registry.add("shieldwall.replicas",
                () -> addresses().stream().map(URI::toString).collect(Collectors.joining(",")));
    }

    /** No replica answers until {@link #recover}; streams break off. */
    public void stop() {
        replicas.forEach(Replica::stop);
    }

    public void stop(int replica) {
        replicas.get(replica).stop();
    }

    /** All replicas listen again at their ports, honest and quick. */
    public void recover() {
        replicas.forEach(Replica::recover);
    }

    /** Every answer to a command takes so much longer. */
    public void delay(long millis) {
        replicas.forEach(replica -> replica.delayMillis = millis);
    }

    /** What {@code replica} streams in place of each block. */
    public void tamper(int replica, UnaryOperator<CertifiedBlock> change) {
        replicas.get(replica).change = change;
    }

    @Override
    public void close() {
        stop();
        threads.close();
    }

    private final class Replica {

        private final int index;
        private final int port;
        private @Nullable HttpServer server;
        private volatile boolean running;
        private volatile long delayMillis;
        private volatile UnaryOperator<CertifiedBlock> change = UnaryOperator.identity();

        Replica(int index) throws IOException {
            this.index = index;
            HttpServer first = listen(0);
            this.port = first.getAddress().getPort();
        }

        URI address() {
            return URI.create("http://127.0.0.1:" + port);
        }

        private HttpServer listen(int at) throws IOException {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
            listening.setExecutor(threads);
            listening.createContext("/v1/commands", this::commands);
            listening.createContext("/v1/blocks", this::blocks);
            listening.createContext("/v1/decisions/", exchange -> answer(exchange, 200, Wire.JSON,
                    ("{\"asked\":\"" + exchange.getRequestURI() + "\"}").getBytes(StandardCharsets.UTF_8)));
            listening.createContext("/v1/consensus/status", exchange -> answer(exchange, 200, Wire.JSON,
                    ("{\"role\":\"" + (index == 0 ? "primary" : "backup") + "\",\"height\":" + chain.height() + "}")
                            .getBytes(StandardCharsets.UTF_8)));
            running = true;
            listening.start();
            server = listening;
            return listening;
        }

        void stop() {
            running = false;
            if (server != null) {
                server.stop(0);
                server = null;
            }
        }

        void recover() {
            delayMillis = 0;
            change = UnaryOperator.identity();
            if (server == null) {
                try {
                    listen(port);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        private void commands(HttpExchange exchange) throws IOException {
            byte[] jws = exchange.getRequestBody().readAllBytes();
            try {
                Thread.sleep(delayMillis);
                SignedCommand command = CommandJws.parse(jws, jws.length);
                Optional<CertifiedBlock> decided = chain.decided(command);
                CertifiedBlock block = decided.isPresent() ? decided.get() : chain.commit(command);
                int place = block.commands().indexOf(command.jws());
                answer(exchange, 200, Wire.RECEIPT, Receipt.of(block, place).toJson());
            } catch (MalformedException | IllegalArgumentException e) {
                Problem problem = Problem.of(422, "not-admitted", "Not admitted", String.valueOf(e.getMessage()));
                answer(exchange, 422, Wire.PROBLEM, problem.toJson());
            } catch (InterruptedException e) {
                exchange.close();
            }
        }

        private void blocks(HttpExchange exchange) throws IOException {
            String query = exchange.getRequestURI().getQuery();
            if (query == null) {
                answer(exchange, 200, Wire.JSON, ("{\"asked\":\"" + exchange.getRequestURI() + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
                return;
            }
            long height = Long.parseLong(Arrays.stream(query.split("&"))
                    .filter(part -> part.startsWith("from="))
                    .findFirst()
                    .orElseThrow()
                    .substring("from=".length()));
            exchange.getResponseHeaders().set("Content-Type", Wire.BLOCKS);
            exchange.sendResponseHeaders(200, 0);
            try (var out = new DataOutputStream(exchange.getResponseBody())) {
                while (running) {
                    Optional<CertifiedBlock> next = chain.await(height, HEARTBEAT_MILLIS);
                    if (next.isPresent()) {
                        byte[] frame = CertifiedBlock.CODEC.encode(change.apply(next.get()));
                        out.writeInt(frame.length);
                        out.write(frame);
                        out.flush();
                        height++;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
