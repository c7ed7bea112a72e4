package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;

/** A component together with the key that it proved to hold. */
public record PeerIdentity(ComponentName name, Ed25519PublicKey key) {}
