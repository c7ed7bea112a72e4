package dev.shieldwall.launcher.process;

import dev.shieldwall.launcher.folder.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Keeps a set of processes running. Whatever dies is started again, with growing pauses, except what {@link #kill}
 * ended. A process that runs but is unhealthy is left alone: restarting it would destroy what explains it.
 *
 * <p>Thread-safe. The owner calls {@link #tick} a few times a second and {@link #probe} after each {@link #probePause}.
 */
public final class Supervisor {

    static final Duration PROBE_PAUSE = Duration.ofSeconds(1);
    static final Duration PROBE_PAUSE_WHILE_STARTING = Duration.ofMillis(250);

    private final Map<String, Supervised> processes = new LinkedHashMap<>();
    private final Journal journal;
    private boolean stopping;

    /** @param run folder for the process id files */
    public Supervisor(List<ProcessSpec> specs, Path run, Journal journal) {
        this.journal = journal;
        for (ProcessSpec spec : specs) {
            processes.put(spec.name(), new Supervised(spec, pidFile(run, spec.name()), journal));
        }
    }

    /** Names of those that a supervisor that was killed left running. */
    public static List<String> orphans(Path run, List<String> names) {
        return names.stream()
                .filter(name -> pidFile(run, name).living().isPresent())
                .toList();
    }

    /** Ends what a supervisor that was killed left running, except the named, which their starters take over. */
    public static void endOrphans(Path run, List<String> names, Set<String> except, Journal journal)
            throws IOException {
        for (String name : names) {
            PidFile file = pidFile(run, name);
            if (except.contains(name)) {
                continue;
            }
            file.living().ifPresent(orphan -> {
                journal.write("ending " + name + ", left over as process " + orphan.pid());
                Supervised.killTree(orphan);
            });
            file.delete();
        }
    }

    private static PidFile pidFile(Path run, String name) {
        return new PidFile(run.resolve(name + ".pid"));
    }

    public synchronized void tick(long nowNanos) {
        if (stopping) {
            return;
        }
        for (Supervised process : processes.values()) {
            process.tick(nowNanos, this::isHealthy);
        }
    }

    private boolean isHealthy(String name) {
        return named(name).healthy();
    }

    /** Asks every running process how it is; takes as long as the slowest answer. */
    public void probe() {
        record Question(Supervised process, ProcessHandle handle) {}
        List<Question> questions = new ArrayList<>();
        synchronized (this) {
            for (Supervised process : processes.values()) {
                process.process().ifPresent(handle -> questions.add(new Question(process, handle)));
            }
        }
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Question question : questions) {
                var _ = askers.submit(() -> {
                    Health found = question.process.spec().probe().ask();
                    synchronized (this) {
                        question.process.probed(question.handle, found);
                    }
                });
            }
        }
    }

    /** How long to wait for the next {@link #probe}: who starts is soon healthy, and others may wait for it. */
    public synchronized Duration probePause() {
        return processes.values().stream().anyMatch(Supervised::comingUp) ? PROBE_PAUSE_WHILE_STARTING : PROBE_PAUSE;
    }

    public synchronized List<ProcessStatus> status() {
        return processes.values().stream().map(Supervised::status).toList();
    }

    public synchronized boolean allHealthy() {
        return processes.values().stream().allMatch(Supervised::healthy);
    }

    /** SIGKILL; it stays down until {@link #start}. */
    public synchronized void kill(String name) {
        named(name).kill();
    }

    public synchronized void start(String name) {
        if (!named(name).revive()) {
            throw new Refusal(name + " is not down");
        }
    }

    /** Ends a running process politely and starts it again, unless somebody killed it meanwhile. */
    public void restart(String name) {
        Supervised process = named(name);
        synchronized (this) {
            if (process.process().isEmpty()) {
                return; // it died, and is started again anyway, or it was killed, and is to stay down
            }
        }
        end(List.of(process));
        synchronized (this) {
            if (!stopping) {
                process.resume();
            }
        }
    }

    /** The process id, 0 when it does not run. */
    public synchronized long pid(String name) {
        return named(name).process().map(ProcessHandle::pid).orElse(0L);
    }

    /** Ends everything, those first that nobody still running needs. Returns when all have ended. */
    public void stopAll() {
        synchronized (this) {
            stopping = true;
        }
        List<Supervised> running = new ArrayList<>(processes.values());
        while (!running.isEmpty()) {
            Set<String> needed = running.stream()
                    .flatMap(process -> process.spec().needs().stream())
                    .collect(Collectors.toSet());
            List<Supervised> free = running.stream()
                    .filter(process -> !needed.contains(process.spec().name()))
                    .toList();
            end(free);
            running.removeAll(free);
        }
        journal.write("all processes ended");
    }

    private void end(List<Supervised> group) {
        CompletableFuture<?>[] ends;
        synchronized (this) {
            ends = group.stream().map(Supervised::stop).toArray(CompletableFuture<?>[]::new);
        }
        CompletableFuture.allOf(ends).join();
        synchronized (this) {
            group.forEach(Supervised::stopped);
        }
    }

    private Supervised named(String name) {
        Supervised process = processes.get(name);
        if (process == null) {
            throw new Refusal("no process is named " + name + "; there are " + String.join(", ", processes.keySet()));
        }
        return process;
    }
}
