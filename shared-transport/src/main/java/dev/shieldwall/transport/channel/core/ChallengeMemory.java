package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The challenges of client hellos that are still fresh, so that a captured hello begins no second handshake. Each is
 * remembered until its own time is too old to be accepted, not until some time after it came: a clock that runs ahead
 * makes a hello good for longer.
 *
 * <p>Only hellos with a valid signature get here, and each peer has a bound of its own: who floods shuts out itself, not
 * others. In all no more is remembered than that bound for each key of the allow-list.
 *
 * <p>A restart forgets. A hello that is replayed then costs one answer; its sender cannot finish, because the server's
 * own challenge and key are new.
 */
public final class ChallengeMemory {

    public static final int DEFAULT_PER_PEER = 1024;

    private final int perPeer;
    private final Map<PeerIdentity, Map<ByteBuffer, Long>> freshUntil = new HashMap<>();
    private long nextSweep = Long.MIN_VALUE;

    public ChallengeMemory(int perPeer) {
        this.perPeer = perPeer;
    }

    synchronized void remember(PeerIdentity peer, Greeting greeting, Instant now) throws HandshakeRefusedException {
        sweep(now.toEpochMilli());
        Map<ByteBuffer, Long> own = freshUntil.computeIfAbsent(peer, key -> new HashMap<>());
        var challenge = ByteBuffer.wrap(greeting.challenge());
        if (own.containsKey(challenge)) {
            throw new HandshakeRefusedException(Refusal.REPLAYED);
        }
        if (own.size() >= perPeer) {
            forget(own, now.toEpochMilli());
        }
        if (own.size() >= perPeer) {
            throw new HandshakeRefusedException(Refusal.TOO_MANY_HANDSHAKES);
        }
        own.put(challenge, greeting.millis() + Greeting.FRESH.toMillis());
    }

    /** Now and then all, so that nothing stays of peers that do not come back. */
    private void sweep(long now) {
        if (now >= nextSweep) {
            nextSweep = now + Greeting.FRESH.toMillis();
            freshUntil.values().forEach(own -> forget(own, now));
            freshUntil.values().removeIf(Map::isEmpty);
        }
    }

    private static void forget(Map<ByteBuffer, Long> own, long now) {
        own.values().removeIf(until -> until < now);
    }

    synchronized int size() {
        return freshUntil.values().stream().mapToInt(Map::size).sum();
    }
}
