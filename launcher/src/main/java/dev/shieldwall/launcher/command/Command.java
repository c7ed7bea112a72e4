package dev.shieldwall.launcher.command;

import java.io.IOException;

/** One subcommand of {@code ./shieldwall}. To add one, write a class and list it in {@code ShieldwallCommand}. */
public interface Command {

    int OK = 0;
    int FAILED = 1;
    int USAGE = 2;
    int NOT_RUNNING = 3;

    /** As typed. */
    String name();

    /**
     * Carries it out.
     *
     * @return the exit code
     * @throws dev.shieldwall.launcher.folder.Refusal with one line for the person at the terminal
     */
    int run(Invocation invocation) throws IOException, InterruptedException;
}
