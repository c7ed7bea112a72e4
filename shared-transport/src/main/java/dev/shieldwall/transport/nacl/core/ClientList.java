package dev.shieldwall.transport.nacl.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys that may be a client. Looked up by their bytes, so that a stranger's costs no arithmetic on the curve; the
 * reference takes everybody's. Immutable.
 */
public final class ClientList {

    public static final int MOST_CLIENTS = 1024;

    private final Map<ByteBuffer, Ed25519PublicKey> keys = new HashMap<>();

    public ClientList(Collection<Ed25519PublicKey> keys) {
        keys.forEach(key -> this.keys.put(ByteBuffer.wrap(key.bytes()), key));
        if (this.keys.size() > MOST_CLIENTS) {
            throw new IllegalArgumentException("at most " + MOST_CLIENTS + " clients are listed");
        }
    }

    Optional<Ed25519PublicKey> find(byte[] key) {
        return Optional.ofNullable(keys.get(ByteBuffer.wrap(key)));
    }
}
