package dev.shieldwall.replica.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL server of its own that a test may kill and start again on the same data. */
public final class Database implements AutoCloseable {

    private final Path directory;
    private final int port;
    private final EmbeddedPostgres server;
    private List<String> command = List.of();
    private @Nullable Process restarted;

    public Database(Path directory) throws IOException {
        this.directory = directory;
        try (ServerSocket probe = new ServerSocket(0)) {
            port = probe.getLocalPort();
        }
        server = start();
    }

    public StoreSettings settings(String schema) {
        return new StoreSettings("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres", schema);
    }

    /** SIGKILL to the postmaster and all its children. */
    public void kill() throws IOException, InterruptedException {
        long pid = Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid")).getFirst().strip());
        ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
        command = commandOf(postmaster);
        var children = postmaster.descendants().toList();
        postmaster.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        while (children.stream().anyMatch(ProcessHandle::isAlive)) {
            Thread.sleep(20);
        }
    }

    /** Starts the server with the command line that it was killed under; it recovers from its own log. */
    public void restart() throws IOException, InterruptedException {
        restarted = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("postgres.log").toFile())
                .start();
        for (int attempt = 0; attempt < 300; attempt++) {
            try (Connection probe = DriverManager.getConnection(settings("x").jdbcUrl(), "postgres", "postgres")) {
                return;
            } catch (SQLException notYet) {
                Thread.sleep(100);
            }
        }
        throw new IOException("the database did not start: " + Files.readString(directory.resolve("postgres.log")));
    }

    /** PostgreSQL refuses to run as root, so root starts it in a user namespace, as the first start did. */
    private static List<String> commandOf(ProcessHandle process) {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(process.info().command().orElseThrow());
        command.addAll(List.of(process.info().arguments().orElseThrow()));
        return command;
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    @Override
    public void close() throws IOException {
        if (restarted != null) {
            restarted.toHandle().descendants().forEach(ProcessHandle::destroyForcibly);
            restarted.destroyForcibly();
        }
        server.close();
    }
}
