package dev.shieldwall.launcher.command;

import dev.shieldwall.launcher.control.ControlClient;
import java.io.IOException;

/** Starts again what {@code kill} ended. */
public final class StartCommand implements Command {

    @Override
    public String name() {
        return "start";
    }

    @Override
    public int run(Invocation invocation) throws IOException {
        String process = invocation.only("the name of a process, as ./shieldwall status prints it");
        Running.require(invocation.data());
        ControlClient.of(invocation.data()).ask("start", process);
        invocation.out().println(process + " is starting; ./shieldwall status shows when it is healthy");
        return OK;
    }
}
