package dev.shieldwall.replica.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may hold a block stream, for each costs a connection and a thread. A newcomer always gets a seat: when all are
 * taken, the oldest stream of the origin with the most gives way. So nobody keeps a follower out by holding on, and who
 * opens many streams takes them from itself. Thread-safe.
 */
final class StreamSeats {

    private final int seats;
    private final Runnable wake;
    private final Map<Origin, Deque<Seat>> byOrigin = new HashMap<>();
    private int taken;

    /** @param wake told when a stream gave way: it may be waiting for the next block */
    StreamSeats(int seats, Runnable wake) {
        this.seats = seats;
        this.wake = wake;
    }

    synchronized Seat take(Origin origin) {
        if (taken == seats) {
            leave(oldestOfTheGreediest(origin));
            wake.run();
        }
        Seat seat = new Seat(origin);
        byOrigin.computeIfAbsent(origin, _ -> new ArrayDeque<>()).add(seat);
        taken++;
        return seat;
    }

    /** Among equals the newcomer's own gives way. */
    private Seat oldestOfTheGreediest(Origin newcomer) {
        Deque<Seat> most = byOrigin.getOrDefault(newcomer, new ArrayDeque<>());
        for (Deque<Seat> others : byOrigin.values()) {
            most = others.size() > most.size() ? others : most;
        }
        return most.getFirst();
    }

    private synchronized void leave(Seat seat) {
        if (seat.held) {
            seat.held = false;
            taken--;
            byOrigin.computeIfPresent(seat.origin, (_, own) -> {
                own.remove(seat);
                return own.isEmpty() ? null : own;
            });
        }
    }

    /** The right to go on with one stream until {@link #isHeld} says otherwise. */
    final class Seat implements AutoCloseable {

        private final Origin origin;
        private volatile boolean held = true;

        private Seat(Origin origin) {
            this.origin = origin;
        }

        boolean isHeld() {
            return held;
        }

        @Override
        public void close() {
            leave(this);
        }
    }
}
