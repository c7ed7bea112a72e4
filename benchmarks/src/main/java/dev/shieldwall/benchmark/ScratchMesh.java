package dev.shieldwall.benchmark;

import dev.shieldwall.launcher.command.UpCommand;
import dev.shieldwall.launcher.command.DownCommand;
import dev.shieldwall.launcher.command.Command;
import dev.shieldwall.launcher.command.Invocation;
import dev.shieldwall.launcher.command.Running;
import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.PortBlock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.process.ProcessStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A whole mesh of its own in a folder of its own on free ports, gone when closed. */
public final class ScratchMesh implements AutoCloseable {

    private static final int FIRST_BASE = 21_000;
    private static final int LAST_BASE = 29_000;
    private static final int STEP = 100;
    private static final int REPLICAS = 4;

    private final DataFolder data;
    private final Optional<Path> dist;
    private final PrintStream progress;

    private ScratchMesh(DataFolder data, Optional<Path> dist, PrintStream progress) {
        this.data = data;
        this.dist = dist;
        this.progress = progress;
    }

    /** Starts one and waits until it is healthy. */
    public static ScratchMesh start(Optional<Path> dist, PrintStream progress) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("shieldwall-mesh-");
        Files.delete(folder); // a data folder is made by up
        var mesh = new ScratchMesh(new DataFolder(folder), dist, progress);
        try {
            mesh.run(new UpCommand(), OptionalInt.of(freeBase()));
        } catch (IOException | InterruptedException | Refusal e) {
            mesh.close();
            throw e;
        }
        return mesh;
    }

    /** Ends it and starts it again on its data, as every start after the first: with start-up caches. */
    Duration restart() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        run(new DownCommand(), OptionalInt.empty());
        run(new UpCommand(), OptionalInt.empty());
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void run(Command command, OptionalInt base) throws IOException, InterruptedException {
        int code = command.run(new Invocation(command.name(), List.of(), data, base, dist, progress));
        if (code != Command.OK) {
            throw new Refusal(command.name() + " ended with " + code);
        }
    }

    private static int freeBase() {
        for (int base = FIRST_BASE; base <= LAST_BASE; base += STEP) {
            if (new PortBlock(base).all(REPLICAS).stream().allMatch(ScratchMesh::isFree)) {
                return base;
            }
        }
        throw new Refusal("no free block of ports from " + FIRST_BASE + " to " + LAST_BASE);
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    public DataFolder data() {
        return data;
    }

    LocalGenesis genesis() {
        return LocalGenesis.of(data);
    }

    URI gateway(String path) throws IOException {
        return URI.create("http://127.0.0.1:" + data.ports().gateway() + path);
    }

    URI replica(int index, String path) throws IOException {
        return URI.create("http://127.0.0.1:" + data.ports().replicaHttp(index) + path);
    }

    List<ProcessStatus> status() throws IOException {
        return Running.status(data);
    }

    /** The replica that leads now. */
    String primary() throws IOException {
        return status().stream()
                .filter(process -> process.role().equals("primary"))
                .map(ProcessStatus::name)
                .findFirst()
                .orElseThrow(() -> new Refusal("no replica leads"));
    }

    void kill(String process) throws IOException {
        ControlClient.of(data).ask("kill", process);
    }

    void start(String process) throws IOException {
        ControlClient.of(data).ask("start", process);
    }

    /** Starts it again on the same ports and waits until it is healthy. */
    void up() throws IOException, InterruptedException {
        run(new UpCommand(), OptionalInt.empty());
    }

    void down() throws IOException, InterruptedException {
        run(new DownCommand(), OptionalInt.empty());
    }

    @Override
    public void close() {
        try {
            down();
            deleteTree(data.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
