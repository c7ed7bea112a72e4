package dev.shieldwall.launcher.process;

import java.io.PrintStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** The supervisor's own log: one line for each thing it did. */
public record Journal(PrintStream out, Clock clock) {

    public void write(String line) {
        out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }
}
