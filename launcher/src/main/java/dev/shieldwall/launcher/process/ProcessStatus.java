package dev.shieldwall.launcher.process;

import java.util.List;

/**
 * One row of the status table.
 *
 * @param pid 0 when it does not run
 * @param height -1 when it has none
 * @param memoryKib proportional memory of the process and its children
 * @param restarts how often it was started again after it died
 */
public record ProcessStatus(
        String name, long pid, int port, String role, long height, State state, long memoryKib, int restarts) {

    private static final int FIELDS = 8;

    /** What a process is doing. */
    public enum State {
        /** Waits for those it needs. */
        WAITING,
        /** Runs, and has not been found healthy yet. */
        STARTING,
        HEALTHY,
        /** Runs, was healthy, and does not answer as it should. */
        UNHEALTHY,
        /** Died; will be started again. */
        DIED,
        /** Ended by {@code kill}; stays down until {@code start}. */
        KILLED,
        STOPPED
    }

    /** One line, as it goes over the control channel. */
    public String line() {
        return String.join(
                "\t",
                name,
                Long.toString(pid),
                Integer.toString(port),
                role,
                Long.toString(height),
                state.name(),
                Long.toString(memoryKib),
                Integer.toString(restarts));
    }

    public static ProcessStatus parse(String line) {
        List<String> f = List.of(line.split("\t", -1));
        if (f.size() != FIELDS) {
            throw new IllegalArgumentException("not a status line: " + line);
        }
        return new ProcessStatus(
                f.get(0),
                Long.parseLong(f.get(1)),
                Integer.parseInt(f.get(2)),
                f.get(3),
                Long.parseLong(f.get(4)),
                State.valueOf(f.get(5)),
                Long.parseLong(f.get(6)),
                Integer.parseInt(f.get(7)));
    }
}
