package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.mesh.MeshPlan;
import dev.shieldwall.launcher.mesh.Programs;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.Journal;
import dev.shieldwall.launcher.process.PidFile;
import dev.shieldwall.launcher.process.Supervisor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Ends the mesh and keeps its data. */
public final class DownCommand implements Command {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Duration patience;

    public DownCommand() {
        this(PATIENCE);
    }

    /** @param patience with the supervisor, before everything is ended by force */
    DownCommand(Duration patience) {
        this.patience = patience;
    }

    @Override
    public String name() {
        return "down";
    }

    @Override
    public int run(Invocation invocation) throws IOException, InterruptedException {
        DataFolder data = invocation.data();
        data.checkFormat();
        if (!Running.on(data)) {
            endLeftBehind(invocation);
            return OK;
        }
        long start = System.nanoTime();
        Optional<ProcessHandle> supervisor = supervisor(data);
        try {
            ControlClient.of(data).ask("stop");
        } catch (IOException e) {
            supervisor.ifPresent(ProcessHandle::destroy); // deaf, so told by signal
        }
        while (Running.on(data) || supervisor.filter(ProcessHandle::isAlive).isPresent()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                invocation.out().println("the supervisor does not end; ending everything by force");
                force(invocation, supervisor);
            }
            Thread.sleep(PAUSE);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        invocation.out().println("down after %.1f s; data kept in %s".formatted(millis / 1000.0, data.root()));
        return OK;
    }

    private static Optional<ProcessHandle> supervisor(DataFolder data) {
        return new PidFile(data.run().resolve(SupervisorProcess.NAME + ".pid")).living();
    }

    /** The supervisor first, or it would start again what dies. */
    private static void force(Invocation invocation, Optional<ProcessHandle> supervisor)
            throws IOException, InterruptedException {
        supervisor.ifPresent(ProcessHandle::destroyForcibly);
        while (supervisor.filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(PAUSE);
        }
        endOrphans(invocation);
    }

    /** A supervisor that was killed is not there to ask, and its processes go on without it. */
    private static void endLeftBehind(Invocation invocation) throws IOException {
        DataFolder data = invocation.data();
        List<String> left = data.exists() ? Running.leftBehind(data) : List.of();
        if (left.isEmpty()) {
            invocation.out().println("no mesh is running on " + data.root());
            return;
        }
        invocation.out().println("the supervisor was killed; ending by force what it left behind");
        try (FolderLock _ = FolderLock.take(data).orElseThrow(() -> new Refusal("another start is under way"))) {
            endOrphans(invocation);
        }
        invocation.out().println("down; data kept in " + data.root());
    }

    /** PostgreSQL recovers at the next start. */
    private static void endOrphans(Invocation invocation) throws IOException {
        DataFolder data = invocation.data();
        List<String> names = MeshPlan.of(data, Programs.ofThisProcess()).names();
        Supervisor.endOrphans(data.run(), names, Set.of(), new Journal(invocation.out(), Clock.systemUTC()));
    }
}
