package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Deletes a mesh: database, keys, logs. Asks first. */
public final class ResetCommand implements Command {

    @Override
    public String name() {
        return "reset";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        DataFolder data = invocation.data();
        if (!data.exists()) {
            invocation.out().println("nothing to delete in " + data.root());
            return OK;
        }
        if (Running.on(data)) {
            throw new Refusal("a mesh is running on " + data.root() + "; ./shieldwall down first");
        }
        boolean sure = invocation.arguments().equals(List.of("--yes")) || asked(invocation);
        if (!sure) {
            invocation.out().println("nothing deleted");
            return FAILED;
        }
        data.deleteData();
        invocation.out().println("deleted; the next ./shieldwall up makes a new mesh with new keys");
        return OK;
    }

    private static boolean asked(Invocation invocation) throws IOException {
        invocation.out().print("delete the database, keys and logs of the mesh in "
                + invocation.data().root() + "? This cannot be undone. Type yes: ");
        invocation.out().flush();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return "yes".equals(in.readLine());
    }
}
