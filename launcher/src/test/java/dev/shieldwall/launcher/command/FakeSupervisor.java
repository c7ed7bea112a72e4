package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.mesh.SupervisorProcess;
import dev.shieldwall.launcher.process.PidFile;
import java.io.IOException;
import java.nio.file.Path;

/** A supervisor that hangs: it owns its data folder, hears nothing and does not end when it is asked to. */
public final class FakeSupervisor {

    private FakeSupervisor() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var data = new DataFolder(Path.of(arguments[0]));
        try (FolderLock _ = FolderLock.take(data).orElseThrow()) {
            new PidFile(data.run().resolve(SupervisorProcess.NAME + ".pid")).write(ProcessHandle.current());
            Runtime.getRuntime().addShutdownHook(new Thread(FakeSupervisor::hang));
            System.out.println("owns the folder");
            hang();
        }
    }

    private static void hang() {
        try {
            Thread.sleep(60_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
