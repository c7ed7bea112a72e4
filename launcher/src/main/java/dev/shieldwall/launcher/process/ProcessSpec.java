package dev.shieldwall.launcher.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/**
 * One process of the mesh and how to keep it.
 *
 * @param name as in {@code ./shieldwall kill NAME}
 * @param port the one that a reader of the status table would want to know
 * @param starter brings it to life
 * @param probe asks it whether it works
 * @param needs names of processes that must be healthy before this one is started
 * @param stop how it is asked to end
 * @param log where its output goes
 */
public record ProcessSpec(
        String name, int port, Starter starter, Probe probe, Set<String> needs, Stop stop, Path log) {

    public ProcessSpec {
        needs = Set.copyOf(needs);
    }

    /**
     * The polite way to end a process, and the patience before SIGKILL.
     *
     * @param signal a name that kill(1) knows
     */
    public record Stop(String signal, Duration patience) {

        public static final Stop TERM = new Stop("TERM", Duration.ofSeconds(8));
    }
}
