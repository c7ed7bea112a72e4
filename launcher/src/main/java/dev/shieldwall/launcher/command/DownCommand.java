package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.PidFile;
import java.io.IOException;
import java.time.Duration;

/** Ends the mesh and keeps its data. */
public final class DownCommand implements Command {

    private static final Duration PATIENCE = Duration.ofSeconds(25);
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
            // Deaf, so told by signal; processes it leaves behind are ended by the next start.
            new PidFile(data.run().resolve(SupervisorProcess.NAME + ".pid"))
                    .living()
                    .ifPresent(ProcessHandle::destroy);
        }
        while (Running.on(data)) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new Refusal("the supervisor does not end; see ./shieldwall logs supervisor");
            }
            Thread.sleep(PAUSE);
        }
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        invocation.out().println("down after %.1f s; data kept in %s".formatted(millis / 1000.0, data.root()));
        return OK;
    }
}
