package dev.shieldwall.node;

import java.io.PrintStream;
import java.util.Locale;

/** Tells how far a transfer is: on a terminal in one line that is written over, otherwise in a line for each step. */
final class Transfer {

    /** Of a stream whose length nobody knows. */
    private static final long STEP_BYTES = 64L << 20;

    private static final int STEPS = 10;
    private static final long REDRAW_NANOS = 200_000_000;

    private final PrintStream out;
    private final String what;
    private final long wholeBytes;
    private final boolean terminal = System.console() != null && System.console().isTerminal();
    private final long begin = System.nanoTime();
    private long nextBytes;
    private long nextNanos = begin + REDRAW_NANOS;

    /** @param wholeBytes 0 if nobody knows */
    Transfer(PrintStream out, String what, long wholeBytes) {
        this.out = out;
        this.what = what;
        this.wholeBytes = wholeBytes;
        this.nextBytes = step();
    }

    private long step() {
        return wholeBytes == 0 ? STEP_BYTES : Math.max(1, wholeBytes / STEPS);
    }

    void at(long bytes) {
        if (terminal && System.nanoTime() >= nextNanos) {
            out.print("\r" + line(bytes) + "   ");
            out.flush();
            nextNanos = System.nanoTime() + REDRAW_NANOS;
        } else if (!terminal && bytes >= nextBytes) {
            out.println(line(bytes));
            nextBytes = bytes + step();
        }
    }

    void done(long bytes) {
        end(bytes, "done");
    }

    /** The other side cannot say whether it has it. */
    void sent(long bytes) {
        end(bytes, "sent, not confirmed");
    }

    private void end(long bytes, String how) {
        out.println((terminal ? "\r" : "") + line(bytes) + ", " + how);
    }

    private String line(long bytes) {
        double seconds = Math.max(1e-3, (System.nanoTime() - begin) / 1e9);
        String share = wholeBytes == 0 ? "" : String.format(Locale.ROOT, " %3d %%", 100 * bytes / wholeBytes);
        return String.format(Locale.ROOT, "  %s%s  %s  %.1f MB/s", what, share, size(bytes), bytes / 1e6 / seconds);
    }

    static String size(long bytes) {
        return bytes < 1_000_000 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
