package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What both sides say of themselves. Nothing of it is true before the signature is checked. */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
record Greeting(long millis, byte[] challenge, ComponentName name, byte[] key) {

    /** Both ways; the clocks of two components may differ by as much. */
    static final Duration FRESH = Duration.ofSeconds(30);

    Greeting {
        if (challenge.length != MessageType.CHALLENGE_BYTES) {
            throw new IllegalArgumentException("a challenge has " + MessageType.CHALLENGE_BYTES + " bytes");
        }
    }

    static Greeting of(LocalIdentity own, byte[] challenge, Instant now) {
        return new Greeting(now.toEpochMilli(), challenge, own.name(), own.key().bytes());
    }

    /** The peer that this greeting claims to be from, by what a look-up can tell. */
    PeerIdentity claimed(LocalIdentity own, AllowList allowed, Instant now) throws HandshakeRefusedException {
        if (Arrays.equals(key, own.key().bytes())) {
            throw new HandshakeRefusedException(Refusal.OWN_KEY);
        }
        Optional<PeerIdentity> peer = allowed.find(name, key);
        if (peer.isEmpty()) {
            throw new HandshakeRefusedException(Refusal.NOT_ALLOWED);
        }
        if (!isFresh(now)) {
            throw new HandshakeRefusedException(Refusal.STALE);
        }
        return peer.get();
    }

    private boolean isFresh(Instant now) {
        long own = now.toEpochMilli();
        return millis >= own - FRESH.toMillis() && millis <= own + FRESH.toMillis();
    }
}
