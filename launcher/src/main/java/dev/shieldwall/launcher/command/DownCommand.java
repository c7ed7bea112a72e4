package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.mesh.MeshPlan;
import dev.shieldwall.launcher.mesh.Programs;
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
    /** More of it, once the supervisor was ended by force; the kernel frees the lock of what is dead. */
    private static final Duration PATIENCE_WITH_FORCE = Duration.ofSeconds(5);
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
        long start = System.nanoTime();
        boolean ran = isUp(data);
        if (ran) {
            endSupervisor(invocation);
        }
        if (endLeftBehind(invocation) || ran) {
            long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
            invocation.out().println("down after %.1f s; data kept in %s".formatted(millis / 1000.0, data.root()));
        } else {
            invocation.out().println("no mesh is running on " + data.root());
        }
        return OK;
    }

    /** Asked in this order: the note of a start goes when its supervisor is noted. */
    private static boolean isUp(DataFolder data) throws IOException {
        return Running.startNote(data).living().isPresent() || Running.on(data);
    }

    /**
     * The supervisor is looked for each time anew: a start that is under way may hold the lock before there is one, and
     * one that has just been started does not listen yet.
     */
    private void endSupervisor(Invocation invocation) throws IOException, InterruptedException {
        DataFolder data = invocation.data();
        long start = System.nanoTime();
        boolean told = false;
        boolean byForce = false;
        Optional<ProcessHandle> supervisor = Optional.empty();
        // It lets go of the lock a moment before it ends.
        while (isUp(data) || supervisor.filter(PidFile::runs).isPresent()) {
            Optional<ProcessHandle> before = supervisor;
            supervisor = Running.supervisor(data).or(() -> before);
            Duration waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(patience.plus(PATIENCE_WITH_FORCE)) > 0) {
                throw new Refusal(data.lock() + " is held by a process that is not known here; fuser -v tells which");
            }
            if (waited.compareTo(patience) <= 0) {
                told = told || tell(data);
            } else {
                if (!byForce) {
                    invocation.out().println("the supervisor does not end; ending everything by force");
                    byForce = true;
                }
                supervisor.ifPresent(ProcessHandle::destroyForcibly);
            }
            Thread.sleep(PAUSE);
        }
    }

    /** Asks the supervisor to end, by a signal when it does not listen; false when there is none yet. */
    private static boolean tell(DataFolder data) {
        try {
            ControlClient.of(data).ask("stop");
            return true;
        } catch (IOException e) {
            return Running.supervisor(data).map(ProcessHandle::destroy).orElse(false);
        }
    }

    /** A supervisor that was killed is not there to end its processes, and they go on without it. */
    private static boolean endLeftBehind(Invocation invocation) throws IOException, InterruptedException {
        DataFolder data = invocation.data();
        if (!data.exists() || Running.leftBehind(data).isEmpty()) {
            return false;
        }
        invocation.out().println("the supervisor was killed; ending by force what it left behind");
        try (FolderLock _ = FolderLock.take(data, PATIENCE_WITH_FORCE)
                .orElseThrow(() -> new Refusal("another start is under way"))) {
            endOrphans(invocation);
        }
        return true;
    }

    /** PostgreSQL recovers at the next start. */
    private static void endOrphans(Invocation invocation) throws IOException {
        DataFolder data = invocation.data();
        List<String> names = MeshPlan.of(data, Programs.ofThisProcess()).names();
        Supervisor.endOrphans(data.run(), names, Set.of(), new Journal(invocation.out(), Clock.systemUTC()));
    }
}
