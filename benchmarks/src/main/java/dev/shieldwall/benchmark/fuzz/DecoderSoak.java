package dev.shieldwall.benchmark.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./shieldwall soak --decoders [NAME] [--seconds N]}: each decoder, or the one named, under Jazzer in a JVM of its
 * own for N seconds. An input that breaks a property is left in the working folder, and the run ends with 1.
 */
public final class DecoderSoak {

    public static final String WORD = "--decoders";

    private static final int SECONDS_EACH = 60;
    private static final int LONGEST_INPUT = 70_000;
    private static final int USAGE = 2;

    private DecoderSoak() {}

    public static int run(List<String> words, PrintStream out) throws IOException, InterruptedException {
        var names = new ArrayList<>(words);
        names.remove(WORD);
        int seconds = SECONDS_EACH;
        int option = names.indexOf("--seconds");
        if (option >= 0 && option + 1 < names.size() && names.get(option + 1).matches("[1-9][0-9]{0,6}")) {
            seconds = Integer.parseInt(names.remove(option + 1));
            names.remove(option);
        }
        List<Decoder> chosen = Decoder.all().stream()
                .filter(decoder -> names.isEmpty() || names.contains(decoder.name()))
                .toList();
        if (chosen.size() < names.size() || chosen.isEmpty()) {
            out.println("usage: ./shieldwall soak --decoders [NAME] [--seconds N]; NAME is one of:");
            Decoder.all().forEach(decoder -> out.println("  " + decoder.name()));
            return USAGE;
        }
        for (Decoder decoder : chosen) {
            out.println("fuzzing " + decoder.name() + " for " + seconds + " s");
            if (fuzz(decoder, seconds) != 0) {
                out.println("BROKEN: " + decoder.name() + "; the input is in " + Path.of("").toAbsolutePath());
                return 1;
            }
        }
        return 0;
    }

    private static int fuzz(Decoder decoder, int seconds) throws IOException, InterruptedException {
        Path corpus = Files.createTempDirectory("shieldwall-fuzz");
        for (int i = 0; i < decoder.seeds().size(); i++) {
            Files.write(corpus.resolve("seed-" + i), decoder.seeds().get(i));
        }
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+EnableDynamicAgentLoading",
                "-Xmx768m",
                "-D" + DecoderFuzz.PROPERTY + "=" + decoder.name(),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + DecoderFuzz.class.getName(),
                "--instrumentation_includes=dev.shieldwall.**",
                "--instrumentation_excludes=dev.shieldwall.benchmark.**",
                "-max_total_time=" + seconds,
                "-max_len=" + LONGEST_INPUT,
                "-timeout=60",
                "-print_final_stats=1",
                corpus.toString());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder.inheritIO().start().waitFor();
    }
}
