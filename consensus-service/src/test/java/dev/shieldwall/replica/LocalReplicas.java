package dev.shieldwall.replica;

import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.genesis.Limits;
import dev.shieldwall.model.genesis.NamedKey;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.replica.Replica;
import dev.shieldwall.model.replica.ReplicaSet;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.host.Callers;
import dev.shieldwall.replica.host.ReplicaHost;
import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.store.StoreSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.springframework.context.ConfigurableApplicationContext;

/** Four replicas as they are started in production, in one process, on sockets, TLS and a real database. */
final class LocalReplicas implements AutoCloseable {

    static final int SIZE = 4;

    private final Path folder;
    private final Database database;
    private final Genesis genesis;
    private final List<Integer> ports;
    private final Map<Integer, ConfigurableApplicationContext> running = new TreeMap<>();

    LocalReplicas(Path folder, Database database) throws IOException {
        this.folder = folder;
        this.database = database;
        List<Replica> replicas = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            replicas.add(ReplicaIdentity.create(folder.resolve("replica-" + i), i, new SecureRandom()).publicPart());
        }
        genesis = new Genesis(
                Genesis.FORMAT, "mesh.example", System.currentTimeMillis() - 1_000, Genesis.PBFT,
                new ReplicaSet(0, replicas), List.of(new NamedKey(Callers.OPERATOR, Callers.key(Callers.OPERATOR))),
                List.of(new NamedKey(Callers.ISSUER, Callers.key(Callers.ISSUER))), Genesis.SIGNATURE_RULE,
                Genesis.COMMAND_PROFILE, Genesis.EVALUATOR, new Approvers(0, 0), List.of(), Limits.DEFAULTS,
                ConsensusParameters.DEFAULTS, Callers.key(new PrincipalId("spiffe://mesh.example/token")));
        Files.write(folder.resolve("genesis.json"), genesis.toJson());
        ports = freePorts(2 * SIZE);
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> probes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            probes.add(new ServerSocket(0));
        }
        List<Integer> free = probes.stream().map(ServerSocket::getLocalPort).toList();
        for (ServerSocket probe : probes) {
            probe.close();
        }
        return free;
    }

    Genesis genesis() {
        return genesis;
    }

    Callers callers() {
        return new Callers(genesis.chainId());
    }

    URI uri(int replica, String path) {
        return URI.create("http://127.0.0.1:" + ports.get(replica) + path);
    }

    List<URI> uris() {
        return IntStream.range(0, SIZE).mapToObj(replica -> uri(replica, "")).toList();
    }

    void startAll() {
        for (int i = 0; i < SIZE; i++) {
            start(i);
        }
    }

    void start(int replica) {
        running.put(replica, ReplicaApplication.builder().run(arguments(replica).toArray(String[]::new)));
    }

    long newestHeight(int replica) {
        return host(replica).head().height();
    }

    /** Height up to which the database has every block. */
    long storedHeight(int replica) {
        return host(replica).history().storedHeight();
    }

    private ReplicaHost host(int replica) {
        return Objects.requireNonNull(running.get(replica)).getBean(ReplicaHost.class);
    }

    List<String> arguments(int replica) {
        StoreSettings store = database.settings("replica_" + replica);
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=" + ports.get(replica),
                "--spring.jmx.enabled=false",
                "--shieldwall.genesis=" + folder.resolve("genesis.json"),
                "--shieldwall.replica.index=" + replica,
                "--shieldwall.replica.folder=" + folder.resolve("replica-" + replica),
                "--spring.datasource.url=" + store.jdbcUrl(),
                "--spring.datasource.username=" + store.user(),
                "--spring.datasource.password=" + store.password(),
                "--shieldwall.schema=" + store.schema()));
        for (int i = 0; i < SIZE; i++) {
            arguments.add("--shieldwall.replica.peers[" + i + "]=127.0.0.1:" + ports.get(SIZE + i));
        }
        return arguments;
    }

    void stop(int replica) {
        ConfigurableApplicationContext context = running.remove(replica);
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
