package dev.shieldwall.benchmark;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to the same thing, run in turns in one thread and compared by its CPU time: what slows the machine down slows
 * both, so the ratio is of use where the figures themselves are not.
 */
final class Duel {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long SLICE_NANOS = Duration.ofMillis(40).toNanos();

    /** Where results go, so that none can be left out as useless. */
    static volatile @Nullable Object sink;

    private final String name;
    private final Task ours;
    private final Task rival;

    /** Does the thing once. */
    @FunctionalInterface
    interface Task {
        Object run() throws Throwable;
    }

    Duel(String name, Task ours, Task rival) {
        this.name = name;
        this.ours = ours;
        this.rival = rival;
    }

    String name() {
        return name;
    }

    /** How the ratio is to be shown. */
    Figure figure(double ratio, String conditions) {
        return name.endsWith("overhead_percent")
                ? new Figure(name, 100 / ratio - 100, "%", conditions)
                : new Figure(name, ratio, "times", conditions);
    }

    void warmUp() throws Throwable {
        nanosPerRun(ours);
        nanosPerRun(rival);
    }

    /** How many times as fast as the rival this is: the median over so many turns. */
    double ratio(int turns) throws Throwable {
        double[] ratios = new double[turns];
        for (int turn = 0; turn < turns; turn++) {
            double own = nanosPerRun(ours);
            ratios[turn] = nanosPerRun(rival) / own;
        }
        Arrays.sort(ratios);
        return ratios[turns / 2];
    }

    private static double nanosPerRun(Task task) throws Throwable {
        long begin = THREADS.getCurrentThreadCpuTime();
        long runs = 0;
        long spent;
        do {
            for (int i = 0; i < 4; i++) {
                sink = task.run();
                runs++;
            }
            spent = THREADS.getCurrentThreadCpuTime() - begin;
        } while (spent < SLICE_NANOS);
        return (double) spent / runs;
    }
}
