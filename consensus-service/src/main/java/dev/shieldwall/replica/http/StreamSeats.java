package dev.shieldwall.replica.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Who may hold a block stream, for each costs a connection and a thread. A newcomer always gets a seat: when all are
 * taken, the oldest stream of the address with the most gives way. So nobody keeps a follower out by holding on, and an
 * address that opens many streams takes them from itself. Thread-safe.
 */
final class StreamSeats {

    private final int seats;
    private final Map<String, Deque<Seat>> byAddress = new HashMap<>();
    private int taken;

    StreamSeats(int seats) {
        this.seats = seats;
    }

    synchronized Seat take(String address) {
        if (taken == seats) {
            leave(oldestOfTheGreediest(address));
        }
        Seat seat = new Seat(address);
        byAddress.computeIfAbsent(address, _ -> new ArrayDeque<>()).add(seat);
        taken++;
        return seat;
    }

    /** Among equals the newcomer's own address gives way. */
    private Seat oldestOfTheGreediest(String newcomer) {
        Deque<Seat> most = byAddress.getOrDefault(newcomer, new ArrayDeque<>());
        for (Deque<Seat> others : byAddress.values()) {
            most = others.size() > most.size() ? others : most;
        }
        return most.getFirst();
    }

    private synchronized void leave(Seat seat) {
        if (seat.held) {
            seat.held = false;
            taken--;
            byAddress.computeIfPresent(seat.address, (_, own) -> {
                own.remove(seat);
                return own.isEmpty() ? null : own;
            });
        }
    }

    /** The right to go on with one stream until {@link #isHeld} says otherwise. */
    final class Seat implements AutoCloseable {

        private final String address;
        private volatile boolean held = true;

        private Seat(String address) {
            this.address = address;
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
