package dev.shieldwall.benchmark;

import java.io.PrintStream;
import java.util.List;

/** One thing that can be measured, with its own warm-up. */
interface Benchmark {

    /** As typed behind {@code ./shieldwall bench}. */
    String name();

    /** What it measures, in one line. */
    String summary();

    /** Measures. Progress goes to {@code progress}, never into the result. */
    List<Figure> run(PrintStream progress) throws Throwable; // foreign functions throw it
}
