package dev.shieldwall.launcher;

import dev.shieldwall.launcher.folder.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The Java part of {@code ./shieldwall} as somebody at a terminal sees it: words in, exit code and two streams out. */
public final class Terminal {

    private Terminal() {}

    /** What came of one command line. */
    public record Answer(int exit, String out, String err) {

        /** The only line on standard output. */
        public String line() {
            return only(out);
        }

        /** The only line on standard error. */
        public String complaint() {
            return only(err);
        }

        private static String only(String text) {
            List<String> lines = text.lines().toList();
            if (lines.size() != 1) {
                throw new AssertionError("one line expected: " + text);
            }
            return lines.getFirst();
        }
    }

    /** Runs one command line against a data folder. The streams are the process's own: not for tests in parallel. */
    public static Answer type(DataFolder data, String... words) throws InterruptedException {
        var all = new ArrayList<>(List.of("--data", data.root().toString()));
        all.addAll(List.of(words));
        PrintStream out = System.out;
        PrintStream err = System.err;
        var outBytes = new ByteArrayOutputStream();
        var errBytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
        try {
            int exit = ShieldwallCommand.run(all);
            return new Answer(
                    exit, outBytes.toString(StandardCharsets.UTF_8), errBytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
