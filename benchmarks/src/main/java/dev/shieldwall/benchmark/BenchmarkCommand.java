package dev.shieldwall.benchmark;

import dev.shieldwall.benchmark.fuzz.DecoderSoak;
import dev.shieldwall.launcher.folder.Refusal;
import dev.shieldwall.simulation.Soak;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code ./shieldwall bench [NAME] [--json]} and {@code ./shieldwall soak [--decoders]}. */
public final class BenchmarkCommand {

    private static final String USAGE = "usage: ./shieldwall bench [NAME] [--json]; NAME is one of:";

    private BenchmarkCommand() {}

    public static void main(String[] words) throws Throwable {
        var left = new ArrayList<>(List.of(words));
        Path data = Path.of("data");
        if (left.size() >= 2 && left.getFirst().equals("--data")) {
            left.removeFirst();
            data = Path.of(left.removeFirst());
        }
        String command = left.isEmpty() ? "bench" : left.removeFirst();
        try {
            if (command.equals("soak") && left.contains(DecoderSoak.WORD)) {
                System.exit(DecoderSoak.run(left, System.out));
            }
            if (command.equals("soak")) {
                Soak.main(left.toArray(String[]::new));
                System.exit(0);
            }
            System.exit(bench(left, dist(data)));
        } catch (Refusal e) {
            System.err.println("shieldwall: " + e.getMessage());
            System.exit(1);
        }
    }

    private static int bench(List<String> words, Optional<Path> dist) throws Throwable {
        boolean json = words.remove("--json");
        List<Benchmark> all = List.of(new MeshBenchmark(dist), new StateBenchmark(), new CryptoBenchmark(),
                new FallbackBenchmark(), new HsmBenchmark(), new TransportBenchmark());
        List<Benchmark> chosen = words.isEmpty()
                ? all
                : all.stream().filter(benchmark -> words.contains(benchmark.name())).toList();
        if (chosen.size() < words.size()) {
            System.err.println(USAGE);
            all.forEach(benchmark -> System.err.printf("  %-8s %s%n", benchmark.name(), benchmark.summary()));
            return 2;
        }
        PrintStream progress = System.err;
        var figures = new ArrayList<Figure>();
        for (Benchmark benchmark : chosen) {
            progress.println("bench " + benchmark.name() + ": " + benchmark.summary());
            figures.addAll(benchmark.run(progress));
        }
        figures.forEach(figure -> System.out.println(json ? figure.toJson() : figure.toRow()));
        return 0;
    }

    /** Where the script laid the programs out; absent when run from an IDE. */
    private static Optional<Path> dist(Path data) throws IOException {
        Path current = data.resolve("dist").resolve("current");
        return Files.exists(current) ? Optional.of(current.toRealPath()) : Optional.empty();
    }
}
