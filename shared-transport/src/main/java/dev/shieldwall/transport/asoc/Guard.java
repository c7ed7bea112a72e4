package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RateLimit;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Counts connections and decides who may have one more. Thread-safe. */
final class Guard {

    /** An IPv4 address, or the /64 of an IPv6 one: whoever has one address of that has all. */
    private record Source(long prefix, int bytes) {

        static Source of(InetAddress address) {
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

    /** Takes a place for a stranger who dialled us. */
    synchronized void admit(InetAddress address, long nowMillis) throws RefusedException {
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
        connections++;
        strangers++;
    }

    /** Takes a place for a peer that this node dials; false if there is none. */
    synchronized boolean admitOwn() {
        if (connections >= limits.connections()) {
            return false;
        }
        connections++;
        return true;
    }

    synchronized void known() {
        strangers--;
    }

    synchronized void gone() {
        connections--;
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
