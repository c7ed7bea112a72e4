package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which keys a component of that name may have. Several keys per name let a component change its key without an outage;
 * taking a key off the list is how a stolen one is revoked.
 *
 * <p>Keys are looked up by their bytes, so that a stranger's costs no arithmetic on the curve. Immutable.
 */
public final class AllowList {

    private final Map<ComponentName, Map<ByteBuffer, PeerIdentity>> allowed;

    private AllowList(Map<ComponentName, Map<ByteBuffer, PeerIdentity>> allowed) {
        this.allowed = allowed;
    }

    public static AllowList of(PeerIdentity... peers) {
        return of(List.of(peers));
    }

    public static AllowList of(Collection<PeerIdentity> peers) {
        var allowed = new HashMap<ComponentName, Map<ByteBuffer, PeerIdentity>>();
        for (PeerIdentity peer : peers) {
            allowed.computeIfAbsent(peer.name(), name -> new HashMap<>())
                    .put(ByteBuffer.wrap(peer.key().bytes()), peer);
        }
        return new AllowList(allowed);
    }

    Optional<PeerIdentity> find(ComponentName name, byte[] key) {
        return Optional.ofNullable(allowed.getOrDefault(name, Map.of()).get(ByteBuffer.wrap(key)));
    }

    public boolean contains(PeerIdentity peer) {
        return find(peer.name(), peer.key().bytes()).isPresent();
    }
}
