package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import java.io.IOException;

/** SIGKILL for one process, which then stays down. */
public final class KillCommand implements Command {

    @Override
    public String name() {
        return "kill";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        String process = invocation.only("the name of a process, as ./shieldwall status prints it");
        Running.require(invocation.data());
        ControlClient.of(invocation.data()).ask("kill", process);
        invocation.out().println(process + " is killed and stays down; ./shieldwall start " + process + " brings it back");
        return OK;
    }
}
