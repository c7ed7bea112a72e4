package dev.shieldwall.simulation.clock;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Simulated time. Events of one instant run in the order in which they were planned. */
public final class Schedule {

    private record Event(long atMillis, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingLong(Event::atMillis).thenComparingLong(Event::order));
    private long nowMillis;
    private long planned;

    public Schedule(long startMillis) {
        this.nowMillis = startMillis;
    }

    public long nowMillis() {
        return nowMillis;
    }

    public void in(long delayMillis, Runnable action) {
        events.add(new Event(nowMillis + Math.max(0, delayMillis), planned++, action));
    }

    /** Runs the next event; false if there is none. */
    public boolean runNext() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        nowMillis = next.atMillis();
        next.action().run();
        return true;
    }
}
