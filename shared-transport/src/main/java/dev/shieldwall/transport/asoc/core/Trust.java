package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.util.Map;
import java.util.Set;

/**
 * Whom a node believes what. A peer with a pinned identity key always speaks the extension and shows that key; for all
 * others the policy decides. Key rotation is taken from the listed peers only, which must be pinned: who may replace
 * the cluster's key owns the cluster.
 */
public record Trust(Policy policy, Map<NodeId, Ed25519PublicKey> pinned, Set<NodeId> mayRotateKeys) {

    public enum Policy {
        /** Peers without a pinned key may speak the old protocol: replay, injection and a false server are possible there. */
        LEGACY_ALLOWED,
        /** Nobody speaks the old protocol. */
        EXTENSION_REQUIRED
    }

    public Trust {
        pinned = Map.copyOf(pinned);
        mayRotateKeys = Set.copyOf(mayRotateKeys);
        if (!pinned.keySet().containsAll(mayRotateKeys)) {
            throw new IllegalArgumentException("who may rotate keys has a pinned identity key");
        }
    }

    public static Trust of(Policy policy) {
        return new Trust(policy, Map.of(), Set.of());
    }

    boolean legacyAllowed(NodeId peer) {
        return policy == Policy.LEGACY_ALLOWED && !pinned.containsKey(peer);
    }

    void requirePin(NodeId peer, Ed25519PublicKey shown) throws RefusedException {
        Ed25519PublicKey pin = pinned.get(peer);
        if (pin != null && !pin.equals(shown)) {
            throw new RefusedException(Refusal.WRONG_KEY);
        }
    }
}
