package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.FolderLock;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes a mesh: database, keys, logs. Asks first, and only at a terminal: a pipe does not know what it agrees to. */
public final class ResetCommand implements Command {

    private static final String SURE = "--yes";

    @Override
    public String name() {
        return "reset";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        Options options = Options.parse(invocation.arguments(), Set.of(SURE), Set.of());
        options.none();
        DataFolder data = invocation.data();
        if (!data.exists()) {
            invocation.out().println("nothing to delete in " + data.root());
            return OK;
        }
        requireDown(data);
        if (!options.has(SURE) && !asked(data)) {
            invocation.out().println("nothing deleted");
            return FAILED;
        }
        List<Path> kept;
        try (FolderLock _ = FolderLock.take(data).orElseThrow(() -> running(data))) {
            requireNoSupervisor(data);
            requireNothingLeft(data); // again: it may have taken long to answer
            kept = data.deleteData();
        }
        invocation.out().println("deleted; the next ./shieldwall up makes a new mesh with new keys");
        if (!kept.isEmpty()) {
            invocation.out().println("kept, because it is not the mesh's: " + names(kept) + "; move it elsewhere before");
        }
        return OK;
    }

    private static void requireDown(DataFolder data) throws IOException {
        if (Running.on(data)) {
            throw running(data);
        }
        requireNothingLeft(data);
    }

    /** One that was started meanwhile, and waits for the lock. */
    private static void requireNoSupervisor(DataFolder data) {
        if (Running.supervisor(data).isPresent()) {
            throw running(data);
        }
    }

    private static void requireNothingLeft(DataFolder data) throws IOException {
        List<String> left = Running.leftBehind(data);
        if (!left.isEmpty()) {
            throw new Refusal("of a mesh on " + data.root() + " still run: " + String.join(", ", left)
                    + "; ./shieldwall down first");
        }
    }

    private static Refusal running(DataFolder data) {
        return new Refusal("a mesh is running on " + data.root() + "; ./shieldwall down first");
    }

    private static boolean asked(DataFolder data) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new Refusal("reset asks before it deletes, and there is no terminal to ask at; "
                    + "./shieldwall reset --yes deletes without asking");
        }
        return "yes".equals(console.readLine(
                "delete the database, keys and logs of the mesh in %s? This cannot be undone. Type yes: ", data.root()));
    }

    private static String names(List<Path> files) {
        return files.stream()
                .map(file -> String.valueOf(file.getFileName()))
                .sorted()
                .collect(Collectors.joining(", "));
    }
}
