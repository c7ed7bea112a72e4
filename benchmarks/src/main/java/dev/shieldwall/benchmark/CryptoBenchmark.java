package dev.shieldwall.benchmark;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Ratios of the primitives to their rivals, in one process and in turns. */
final class CryptoBenchmark implements Benchmark {

    private static final Duration WARM_UP = Duration.ofSeconds(50);
    private static final int TURNS = 61;

    @Override
    public String name() {
        return "crypto";
    }

    @Override
    public String summary() {
        return "primitives against the JDK and libsodium, as ratios; about 3 minutes";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws Throwable {
        boolean sodium = Sodium.start();
        if (!sodium) {
            progress.println("  without libsodium (Debian: libsodium23): its figures are left out");
        }
        return measure(CryptoDuels.all(sodium), progress);
    }

    static List<Figure> measure(List<Duel> duels, PrintStream progress) throws Throwable {
        progress.println("  warm-up of " + WARM_UP.toSeconds() + " s");
        for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end; ) {
            for (Duel duel : duels) {
                duel.warmUp();
            }
        }
        var figures = new ArrayList<Figure>();
        for (Duel duel : duels) {
            double ratio = duel.ratio(TURNS);
            progress.printf("  %-44s %.2f%n", duel.name(), ratio);
            figures.add(duel.figure(ratio, "one thread, its CPU time, median of " + TURNS + " turns, warm "
                    + WARM_UP.toSeconds() + " s"));
        }
        return figures;
    }
}
