package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.kem.KemAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/**
 * How two components agree on a secret. All else is the same in each suite: Ed25519, HKDF-SHA256, HMAC-SHA256 and
 * XChaCha20-Poly1305. The id on the wire is that of the KEM, which stands before each of its keys and ciphertexts.
 */
public enum ChannelSuite {
    /** Ephemeral X25519 on both sides, as DHKEM of RFC 9180. */
    X25519(KemAlgorithm.X25519),
    /** X25519 and ML-KEM-768: safe while one of the two is. */
    HYBRID(KemAlgorithm.X_WING);

    private final KemAlgorithm kem;

    ChannelSuite(KemAlgorithm kem) {
        this.kem = kem;
    }

    static Optional<ChannelSuite> ofId(byte id) {
        return Arrays.stream(values()).filter(suite -> suite.kem.id() == id).findFirst();
    }

    public KemAlgorithm kem() {
        return kem;
    }

    /** With the id. */
    int shareBytes() {
        return 1 + kem.publicKeyBytes();
    }

    /** With the id. */
    int ciphertextBytes() {
        return 1 + kem.ciphertextBytes();
    }
}
