package dev.shieldwall.launcher.process;

import dev.shieldwall.launcher.process.ProcessStatus.State;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One process and what is to become of it. Not thread-safe: the {@link Supervisor} calls it under its lock. */
final class Supervised {

    private static final Duration TIME_TO_DIE = Duration.ofSeconds(5);

    private final ProcessSpec spec;
    private final PidFile pidFile;
    private final Journal journal;
    private final Backoff backoff = new Backoff();

    private State state = State.WAITING;
    private Health health = Health.NOT_OK;
    private @Nullable ProcessHandle process;
    private long startedNanos;
    private long retryNanos;
    private int restarts;

    Supervised(ProcessSpec spec, PidFile pidFile, Journal journal) {
        this.spec = spec;
        this.pidFile = pidFile;
        this.journal = journal;
    }

    ProcessSpec spec() {
        return spec;
    }

    boolean healthy() {
        return state == State.HEALTHY;
    }

    boolean comingUp() {
        return state == State.WAITING || state == State.STARTING;
    }

    Optional<ProcessHandle> process() {
        return Optional.ofNullable(process).filter(ProcessHandle::isAlive);
    }

    /** Looks whether it died, and starts it when it is time to. */
    void tick(long nowNanos, Predicate<String> isHealthy) {
        switch (state) {
            case WAITING -> {
                if (spec.needs().stream().allMatch(isHealthy)) {
                    start(nowNanos);
                }
            }
            case DIED -> {
                if (nowNanos - retryNanos >= 0 && spec.needs().stream().allMatch(isHealthy)) {
                    restarts++;
                    start(nowNanos);
                }
            }
            case STARTING, HEALTHY, UNHEALTHY -> {
                if (process().isEmpty()) {
                    died(nowNanos);
                }
            }
            case KILLED, STOPPED -> {}
        }
    }

    private void start(long nowNanos) {
        startedNanos = nowNanos;
        try {
            process = spec.starter().start();
            pidFile.write(process);
            state = State.STARTING;
            journal.write("started " + spec.name() + " as process " + process.pid());
        } catch (IOException e) {
            journal.write("could not start " + spec.name() + ": " + e.getMessage());
            died(nowNanos);
        }
    }

    private void died(long nowNanos) {
        Duration wait = backoff.afterLifeOf(Duration.ofNanos(nowNanos - startedNanos));
        retryNanos = nowNanos + wait.toNanos();
        down(State.DIED);
        journal.write(spec.name() + " is down; starting it again in " + wait.toMillis() + " ms");
    }

    /** Takes in what a probe found, unless it asked an earlier process. */
    void probed(ProcessHandle asked, Health found) {
        if (!asked.equals(process) || state == State.KILLED || state == State.STOPPED || state == State.DIED) {
            return;
        }
        health = found;
        if (found.ok()) {
            if (state == State.STARTING) {
                journal.write(spec.name() + " is healthy");
            }
            state = State.HEALTHY;
        } else if (state == State.HEALTHY) {
            state = State.UNHEALTHY;
            journal.write(spec.name() + " does not answer as it should");
        }
    }

    /** SIGKILL for it and its children; it stays down. */
    void kill() {
        Optional<ProcessHandle> running = process();
        state = State.KILLED;
        running.ifPresent(Supervised::killTree);
        down(State.KILLED);
        journal.write("killed " + spec.name() + "; it stays down until it is started by hand");
    }

    /** Undoes {@link #kill}; returns false if it was not down, which it is not before its end after {@link #stop}. */
    boolean revive() {
        boolean down = state == State.KILLED || state == State.STOPPED || state == State.DIED;
        if (!down || process().isPresent()) {
            return false;
        }
        backoff.reset();
        state = State.WAITING;
        return true;
    }

    /** Undoes {@link #stop}, and nothing else. */
    void resume() {
        if (state == State.STOPPED) {
            backoff.reset();
            state = State.WAITING;
        }
    }

    /** Asks it to end; the answer completes when it has, by SIGKILL if it takes too long. */
    CompletableFuture<Void> stop() {
        Optional<ProcessHandle> running = process();
        state = State.STOPPED;
        if (running.isEmpty()) {
            down(State.STOPPED);
            return CompletableFuture.completedFuture(null);
        }
        ProcessHandle handle = running.get();
        try {
            new ProcessBuilder("kill", "-" + spec.stop().signal(), Long.toString(handle.pid())).start();
        } catch (IOException e) {
            handle.destroy();
        }
        return handle.onExit()
                .orTimeout(spec.stop().patience().toMillis(), TimeUnit.MILLISECONDS)
                .handle((ended, late) -> {
                    if (late != null) {
                        journal.write(spec.name() + " did not end in time");
                        killTree(handle);
                    }
                    return null;
                });
    }

    /** Only after {@link #stop} completed. */
    void stopped() {
        if (state == State.STOPPED) { // not killed by hand while it ended
            down(State.STOPPED);
        }
    }

    private void down(State why) {
        state = why;
        process = null;
        health = Health.NOT_OK;
        try {
            pidFile.delete();
        } catch (IOException e) {
            journal.write("could not delete " + pidFile.file() + ": " + e.getMessage());
        }
    }

    ProcessStatus status() {
        Optional<ProcessHandle> running = process();
        return new ProcessStatus(
                spec.name(),
                running.map(ProcessHandle::pid).orElse(0L),
                spec.port(),
                health.role(),
                health.height(),
                state,
                running.map(ProportionalMemory::kib).orElse(0L),
                restarts);
    }

    /** The parent dies first, so that it cannot tidy up after its children or start new ones. */
    static void killTree(ProcessHandle parent) {
        Stream<ProcessHandle> children = parent.descendants().toList().stream();
        var family = Stream.concat(Stream.of(parent), children).toList();
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle member : family) {
            try {
                member.onExit().get(TIME_TO_DIE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return; // in the kernel's hands now
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
