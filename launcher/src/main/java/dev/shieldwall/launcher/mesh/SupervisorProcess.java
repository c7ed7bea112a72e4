package dev.shieldwall.launcher.mesh;

import dev.shieldwall.launcher.control.ControlServer;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.PrivateFile;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import dev.shieldwall.launcher.process.Journal;
import dev.shieldwall.launcher.process.LogRotation;
import dev.shieldwall.launcher.process.PidFile;
import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.launcher.process.ProportionalMemory;
import dev.shieldwall.launcher.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The process that owns a mesh: {@code SupervisorProcess DATA [DIST]}. It ends when it is told to stop. */
public final class SupervisorProcess {

    /** The supervisor's own name in the status table and of its log. */
    public static final String NAME = "supervisor";

    /** Its work is small; so is its heap. */
    public static final List<String> FLAGS = List.of(
            "-Xms8m", "-Xmx48m", "-Xss256k", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=16m");

    /** For whoever starts it, and holds the lock until it is noted. */
    private static final Duration PATIENCE_FOR_LOCK = Duration.ofSeconds(5);
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration PATIENCE_ON_SIGNAL = Duration.ofSeconds(25);
    private static final int ROUNDS_PER_ROTATION = 10;

    private final MeshPlan plan;
    private final Supervisor supervisor;
    private final Journal journal;
    private final CacheTraining training;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean running = true;

    private SupervisorProcess(MeshPlan plan, Supervisor supervisor, Journal journal) {
        this.plan = plan;
        this.supervisor = supervisor;
        this.journal = journal;
        this.training = new CacheTraining(plan, supervisor, journal);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = new DataFolder(Path.of(arguments[0]));
        var programs = arguments.length > 1 ? Programs.in(Path.of(arguments[1])) : Programs.ofThisProcess();
        var journal = new Journal(System.out, Clock.systemUTC());
        Optional<FolderLock> lock = FolderLock.take(data, PATIENCE_FOR_LOCK);
        if (lock.isEmpty()) {
            journal.write("another supervisor owns " + data.root());
            System.exit(1);
        }
        PidFile own = pidFile(data);
        own.write(ProcessHandle.current());
        run(MeshPlan.of(data, programs), journal);
        own.delete();
        lock.get().close();
        System.exit(0);
    }

    /** Names the supervisor of a data folder, from before it holds the lock until it ends. */
    public static PidFile pidFile(DataFolder data) {
        return new PidFile(data.run().resolve(NAME + ".pid"));
    }

    private static void run(MeshPlan plan, Journal journal) throws IOException, InterruptedException {
        PostgresCluster postgres = plan.postgres();
        var supervisor = new Supervisor(plan.processes(postgres), plan.data().run(), journal);
        var process = new SupervisorProcess(plan, supervisor, journal);
        // From here on a signal waits for what is under way: a database that is being made is not left half alone.
        Runtime.getRuntime().addShutdownHook(new Thread(process::stopBySignal, "stop"));
        try {
            process.prepare(postgres);
            process.keepRunning();
        } finally {
            process.ended.countDown();
        }
    }

    private void prepare(PostgresCluster postgres) throws IOException {
        Supervisor.endOrphans(plan.data().run(), plan.names(), Set.of(MeshPlan.POSTGRES), journal);
        postgres.prepare();
        plan.writeConfig();
    }

    private void keepRunning() throws IOException, InterruptedException {
        String token = PrivateFile.read(plan.data().controlToken());
        try (var _ = new ControlServer(plan.ports().control(), token, this::handle)) {
            Thread.ofPlatform().daemon().name("probe").start(this::watch);
            while (running) {
                supervisor.tick(System.nanoTime());
                Thread.sleep(TICK);
            }
            supervisor.stopAll();
        }
    }

    /** SIGTERM does what {@code down} does; the JVM waits for this before it ends. */
    private void stopBySignal() {
        if (ended.getCount() > 0) {
            journal.write("told by a signal to end");
        }
        running = false;
        try {
            var _ = ended.await(PATIENCE_ON_SIGNAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> handle(String command, List<String> names) {
        switch (command) {
            case "status" -> {
                supervisor.probe();
                return status();
            }
            case "stop" -> running = false;
            case "kill" -> supervisor.kill(only(names));
            case "start" -> supervisor.start(only(names));
            default -> throw new Refusal("unknown command " + command);
        }
        return List.of();
    }

    private static String only(List<String> names) {
        if (names.size() != 1) {
            throw new Refusal("name one process");
        }
        return names.getFirst();
    }

    private List<String> status() {
        var rows = new ArrayList<>(supervisor.status());
        ProcessHandle self = ProcessHandle.current();
        rows.add(new ProcessStatus(
                NAME,
                self.pid(),
                plan.ports().control(),
                "",
                -1,
                training.pending() ? ProcessStatus.State.STARTING : ProcessStatus.State.HEALTHY,
                ProportionalMemory.ownKib(self),
                0));
        return rows.stream().map(ProcessStatus::line).toList();
    }

    /** Asks around and cuts logs that grew too long. */
    private void watch() {
        try {
            for (long round = 0; running; round++) {
                supervisor.probe();
                training.observe(supervisor.allHealthy());
                if (round % ROUNDS_PER_ROTATION == 0) {
                    rotateLogs();
                }
                Thread.sleep(supervisor.probePause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotateLogs() {
        var names = new ArrayList<>(plan.names());
        names.add(NAME);
        for (String name : names) {
            try {
                LogRotation.DEFAULT.rotate(plan.data().log(name));
            } catch (IOException e) {
                journal.write("could not rotate the log of " + name + ": " + e.getMessage());
            }
        }
    }
}
