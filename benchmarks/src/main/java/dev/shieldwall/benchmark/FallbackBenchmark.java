package dev.shieldwall.benchmark;

import dev.shieldwall.crypto.signature.Ed25519Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Ed25519 as on a machine for which there is no native library, in a JVM of its own: a process chooses once. */
final class FallbackBenchmark implements Benchmark {

    private static final String FLAG = "-Dshieldwall.ed25519.backend=bouncy-castle";

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
        return new OtherJvm(FallbackBenchmark.class, List.of(FLAG), Map.of()).run();
    }

    /** The other JVM. */
    public static void main(String[] none) throws Throwable {
        if (!Sodium.start()) {
            System.err.println("  without libsodium (Debian: libsodium23) there is nothing to measure");
            return;
        }
        List<Duel> duels = SignatureDuels.ed25519("crypto.ed25519.fallback");
        for (Figure figure : CryptoBenchmark.measure(duels, System.err)) {
            OtherJvm.print(figure, Ed25519Verifier.backendName());
        }
    }
}
