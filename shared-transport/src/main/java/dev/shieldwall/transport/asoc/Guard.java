package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RateLimit;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Counts connections and decides who may have one more. Thread-safe. */
final class Guard {

    /** An IPv4 address, the /64 of an IPv6 one, or all of loopback: whoever has one address of that has all. */
    private record Source(long prefix, int bytes) {

        private static final Source LOOPBACK = new Source(0, 0);

        static Source of(InetAddress address) {
            if (address.isLoopbackAddress()) {
                return LOOPBACK;
            }
            byte[] whole = address.getAddress();
            int bytes = address instanceof Inet6Address ? Long.BYTES : Integer.BYTES;
            ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).put(whole, 0, bytes).rewind();
            return new Source(prefix.getLong(), bytes);
        }
    }

    private final NodeLimits limits;
    private final RateLimit<Source> perAddress;
    private final RateLimit<Source> failures;
    private final RateLimit<Source> discovery;
    private int connections;
    private int strangers;

    Guard(NodeLimits limits) {
        this.limits = limits;
        this.perAddress = new RateLimit<>(limits.perAddress(), NodeLimits.ADDRESSES);
        this.failures = new RateLimit<>(limits.failures(), NodeLimits.ADDRESSES);
        this.discovery = new RateLimit<>(limits.discovery(), NodeLimits.ADDRESSES);
    }

    /** A place that is taken until it is closed, whatever happens to the connection that it was taken for. */
    final class Place implements AutoCloseable {

        private boolean stranger;
        private boolean given;

        private Place(boolean stranger) {
            this.stranger = stranger;
            connections++;
            strangers += stranger ? 1 : 0;
        }

        /** The peer is a stranger no more. */
        void known() {
            synchronized (Guard.this) {
                strangers -= stranger ? 1 : 0;
                stranger = false;
            }
        }

        @Override
        public void close() {
            synchronized (Guard.this) {
                known();
                connections -= given ? 0 : 1;
                given = true;
            }
        }
    }

    /** Takes a place for a stranger who dialled us. */
    synchronized Place admit(InetAddress address, long nowMillis) throws RefusedException {
        Source source = Source.of(address);
        if (failures.exhausted(source, nowMillis)) {
            throw new RefusedException(Refusal.LOCKED_OUT);
        }
        if (connections >= limits.connections() || strangers >= limits.strangers()) {
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
        if (!perAddress.admits(source, nowMillis)) {
            throw new RefusedException(Refusal.TOO_FREQUENT);
        }
        return new Place(true);
    }

    /** Takes a place for a peer that this node dials, if there is one. */
    synchronized Optional<Place> admitOwn() {
        return connections >= limits.connections() ? Optional.empty() : Optional.of(new Place(false));
    }

    /** Counts a failed authentication; true if it is the one that locks the address out. */
    boolean failed(InetAddress address, long nowMillis) {
        Source source = Source.of(address);
        failures.count(source, nowMillis);
        return failures.exhausted(source, nowMillis);
    }

    boolean admitsDatagram(InetAddress address, long nowMillis) {
        return discovery.admits(Source.of(address), nowMillis);
    }

    synchronized int connections() {
        return connections;
    }
}
