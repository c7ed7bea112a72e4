package dev.shieldwall.transport.bus;

import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.SignaturePublicKey;

/** What others know of a component: how it signs, and how to encrypt to it. */
public record PeerKeys(SignaturePublicKey signing, KemPublicKey encryption) {}
