package dev.shieldwall.benchmark;

import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmark of the state root in a JVM of its own. */
final class StateBenchmark implements Benchmark {

    private static final int WARM_UP_ITERATIONS = 9;
    private static final int ITERATIONS = 6;
    private static final TimeValue ITERATION = TimeValue.seconds(5);

    @Override
    public String name() {
        return "state";
    }

    @Override
    public String summary() {
        return "state root after 100 changed keys of a million; about 90 s";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws RunnerException {
        var options = new OptionsBuilder()
                .include(StateRootBenchmark.class.getSimpleName())
                .forks(1)
                .warmupIterations(WARM_UP_ITERATIONS)
                .warmupTime(ITERATION)
                .measurementIterations(ITERATIONS)
                .measurementTime(ITERATION)
                .jvmArgs("-Xmx2g", "-XX:+UseSerialGC")
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        double micros = result.getPrimaryResult().getScore();
        return List.of(new Figure("state.root_100_of_1m_ms", micros / 1000, "ms",
                "JMH average of %d x 5 s after 45 s, error %.3f ms".formatted(
                        ITERATIONS, result.getPrimaryResult().getScoreError() / 1000)));
    }
}
