package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.launcher.mesh.MeshPlan;
import dev.shieldwall.launcher.mesh.Programs;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.PidFile;
import dev.shieldwall.launcher.process.ProcessStatus;
import dev.shieldwall.launcher.process.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Whether a supervisor owns a data folder, and what it says. */
public final class Running {

    private Running() {}

    /** True while a supervisor lives, even one that does not answer or has only just been started. */
    public static boolean on(DataFolder data) throws IOException {
        if (!data.exists()) {
            return false;
        }
        var lock = FolderLock.take(data);
        if (lock.isEmpty()) {
            return true;
        }
        lock.get().close();
        // In this order: whoever starts a supervisor holds the lock until it is noted.
        return supervisor(data).isPresent();
    }

    /** The supervisor, if it is noted and lives. */
    static Optional<ProcessHandle> supervisor(DataFolder data) {
        return SupervisorProcess.pidFile(data).living();
    }

    /**
     * The note of an up that is under way, which the script made. It goes when a supervisor is noted; what is left of one
     * that failed names nobody who lives.
     */
    static PidFile startNote(DataFolder data) {
        return new PidFile(data.dist().resolve("building"));
    }

    public static void require(DataFolder data) throws IOException {
        data.checkFormat();
        if (!on(data)) {
            throw new Refusal("no mesh is running on " + data.root() + "; ./shieldwall up starts one");
        }
    }

    /** Names of processes that outlived their supervisor, which was killed, and that nobody has taken over yet. */
    static List<String> leftBehind(DataFolder data) throws IOException {
        return Supervisor.orphans(data.run(), MeshPlan.of(data, Programs.ofThisProcess()).names());
    }

    public static List<ProcessStatus> status(DataFolder data) throws IOException {
        return ControlClient.of(data).ask("status").stream()
                .map(ProcessStatus::parse)
                .toList();
    }
}
