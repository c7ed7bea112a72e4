package dev.shieldwall.launcher.process;

import java.io.IOException;

/** Brings one process to life, or takes over the one that a supervisor before us left running. */
@FunctionalInterface
public interface Starter {

    ProcessHandle start() throws IOException;
}
