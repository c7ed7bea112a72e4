package dev.shieldwall.transport.channel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Who may come in: connections in all and per address, handshakes in progress per address, and nobody for a while after
 * too many failures. Times come as arguments, from a clock that does not step. Thread-safe.
 *
 * <p>Whoever shares an address with an attacker is locked out with it.
 */
final class Doorkeeper {

    /** Addresses without a connection that are still remembered, for their failures; beyond, the oldest is forgotten. */
    static final int REMEMBERED = 4096;

    private static final class Visitor {
        int connections;
        int handshakes;
        int failures;
        Duration failuresUntil = Duration.ZERO;
    }

    private final AdmissionLimits limits;
    /** Those that failed last stand last. */
    private final LinkedHashMap<String, Visitor> visitors = new LinkedHashMap<>();

    private int connections;

    Doorkeeper(AdmissionLimits limits) {
        this.limits = limits;
    }

    /** Empty: come in, and call {@link #handshakeEnded} and {@link #left} once each. Otherwise why not. */
    synchronized Optional<ChannelEvent> enter(String address, Duration now) {
        Visitor visitor = visitors.computeIfAbsent(address, key -> new Visitor());
        Optional<ChannelEvent> refusal = refusal(visitor, now);
        if (refusal.isEmpty()) {
            connections++;
            visitor.connections++;
            visitor.handshakes++;
        }
        forget(address, visitor, now);
        return refusal;
    }

    private Optional<ChannelEvent> refusal(Visitor visitor, Duration now) {
        if (now.compareTo(visitor.failuresUntil) < 0 && visitor.failures >= limits.failuresBeforeLockout()) {
            return Optional.of(ChannelEvent.LOCKED_OUT);
        }
        if (connections >= limits.connections() || visitor.connections >= limits.connectionsPerAddress()) {
            return Optional.of(ChannelEvent.TOO_MANY_CONNECTIONS);
        }
        if (visitor.handshakes >= limits.handshakesPerAddress()) {
            return Optional.of(ChannelEvent.TOO_MANY_HANDSHAKES);
        }
        return Optional.empty();
    }

    synchronized void handshakeEnded(String address) {
        visit(address).handshakes--;
    }

    /** Failures count for as long as a lock-out lasts, from the last one on. A success takes none back. */
    synchronized void failed(String address, Duration now) {
        Visitor visitor = visit(address);
        visitor.failures = now.compareTo(visitor.failuresUntil) < 0 ? visitor.failures + 1 : 1;
        visitor.failuresUntil = now.plus(limits.lockout());
        visitors.putLast(address, visitor);
    }

    synchronized void left(String address, Duration now) {
        Visitor visitor = visit(address);
        connections--;
        visitor.connections--;
        forget(address, visitor, now);
        forgetTheOldest();
    }

    private Visitor visit(String address) {
        Visitor visitor = visitors.get(address);
        if (visitor == null) {
            throw new IllegalStateException("nobody came in from there");
        }
        return visitor;
    }

    private void forget(String address, Visitor visitor, Duration now) {
        if (visitor.connections == 0 && now.compareTo(visitor.failuresUntil) >= 0) {
            visitors.remove(address);
        }
    }

    private void forgetTheOldest() {
        int idle = visitors.size() - connections;
        var oldest = visitors.values().iterator();
        while (idle > REMEMBERED && oldest.hasNext()) {
            if (oldest.next().connections == 0) {
                oldest.remove();
                idle--;
            }
        }
    }

    synchronized int remembered() {
        return visitors.size();
    }
}
