package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
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

    @Override
    public String name() {
        return "down";
    }

    @Override
    public int run(Invocation invocation) throws IOException, InterruptedException {
        DataFolder data = invocation.data();
        data.checkFormat();
        if (!Running.on(data)) {
            invocation.out().println("no mesh is running on " + data.root());
            return OK;
        }
        long start = System.nanoTime();
        try {
            ControlClient.of(data).ask("stop");
        } catch (IOException e) {
            supervisor(data).ifPresent(ProcessHandle::destroy); // deaf, so told by signal
        }
        while (Running.on(data)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                invocation.out().println("the supervisor does not end; ending everything by force");
                force(data);
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

    /** The supervisor first, or it would start again what dies. PostgreSQL recovers at the next start. */
    private static void force(DataFolder data) throws IOException, InterruptedException {
        Optional<ProcessHandle> supervisor = supervisor(data);
        supervisor.ifPresent(ProcessHandle::destroyForcibly);
        while (supervisor.filter(ProcessHandle::isAlive).isPresent()) {
            Thread.sleep(PAUSE);
        }
        List<String> names = MeshPlan.of(data, Programs.ofThisProcess()).names();
        Supervisor.endOrphans(data.run(), names, Set.of(), new Journal(System.out, Clock.systemUTC()));
    }
}
