package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The receipts of one connection: which of our streams the peer has yet to confirm, and which of its own it wants
 * confirmed. A stream is confirmed when the inbox has taken its end. Thread-safe.
 */
final class Receipts {

    /** Streams of the peer whose end, or whose receipt, is still to come; it may not have more open either. */
    static final int MAX_WANTED = 64;

    private final Map<Long, Boolean> came = new HashMap<>();
    private final Set<Long> wanted = new HashSet<>();
    private final Set<Long> due = new HashSet<>();
    private boolean over;

    /** From now on the peer's word for this stream of ours counts. */
    synchronized void expect(long stream) {
        came.put(stream, false);
    }

    /** A receipt that nobody waits for is let go. */
    synchronized void came(long stream) {
        came.computeIfPresent(stream, (_, _) -> true);
        notifyAll();
    }

    synchronized void await(long stream, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!came.getOrDefault(stream, false)) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (over) {
                throw new IOException("the connection ended before the stream was confirmed");
            }
            if (millis <= 0) {
                throw new IOException("the stream was not confirmed within " + patience.toSeconds() + " s");
            }
            wait(millis);
        }
    }

    synchronized void forget(long stream) {
        came.remove(stream);
    }

    synchronized void want(long stream) throws RefusedException {
        if (wanted.size() + due.size() >= MAX_WANTED) {
            throw new RefusedException(Refusal.TOO_MANY_STREAMS);
        }
        wanted.add(stream);
    }

    /** Asked at the end of a stream, before it is taken: whether the peer wants a receipt. If so, it is to be written. */
    synchronized boolean isDue(long stream) {
        return wanted.remove(stream) && due.add(stream);
    }

    synchronized void written(long stream) {
        due.remove(stream);
        notifyAll();
    }

    /** Until what is due is written, or the time is over. */
    synchronized void awaitWritten(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); !due.isEmpty() && left > 0; ) {
            wait(left);
            left = (end - System.nanoTime()) / 1_000_000;
        }
    }

    /** The connection is over: nothing comes any more, and nothing is written. */
    synchronized void over() {
        over = true;
        due.clear();
        notifyAll();
    }
}
