package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.launcher.folder.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Ed25519 as on a machine for which there is no native library, in a JVM of its own: a process chooses once. */
final class FallbackBenchmark implements Benchmark {

    private static final String BACKEND = "bouncy-castle";

    @Override
    public String name() {
        return "fallback";
    }

    @Override
    public String summary() {
        return "Ed25519 without native libraries against libsodium, as ratios; about 1 minute";
    }

    @Override
    public List<Figure> run(PrintStream progress) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Dshieldwall.ed25519.backend=" + BACKEND);
        command.add(FallbackBenchmark.class.getName());
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process child = builder.start();
        try (BufferedReader lines = child.inputReader()) {
            List<Figure> figures = lines.lines().map(FallbackBenchmark::figure).toList();
            if (child.waitFor() != 0) {
                throw new Refusal("the JVM that measures the fallback ended with " + child.exitValue());
            }
            return figures;
        } finally {
            child.destroyForcibly();
        }
    }

    private static Figure figure(String line) {
        String[] columns = line.split("\t");
        return new Figure(columns[0], Double.parseDouble(columns[1]), columns[2], columns[3]);
    }

    /** The other JVM: figures on standard output, a line each. */
    public static void main(String[] none) throws Throwable {
        if (!Sodium.start()) {
            System.err.println("  without libsodium (Debian: libsodium23) there is nothing to measure");
            return;
        }
        List<Duel> duels = SignatureDuels.ed25519("crypto.ed25519.fallback");
        for (Figure figure : CryptoBenchmark.measure(duels, System.err)) {
            System.out.println(String.join("\t", figure.name(), Double.toString(figure.value()), figure.unit(),
                    Ed25519Verifier.backendName() + ", " + figure.conditions()));
        }
    }
}
