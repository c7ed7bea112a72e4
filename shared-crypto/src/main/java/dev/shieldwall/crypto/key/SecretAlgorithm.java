package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** What a shared secret is for, and how long it is. Ids of AEADs are those of {@link AeadAlgorithm}; 0x70 to 0x77 are for the others. */
public enum SecretAlgorithm {
    AES_256_GCM(AeadAlgorithm.AES_256_GCM.id(), 32, 32),
    CHACHA20_POLY1305(AeadAlgorithm.CHACHA20_POLY1305.id(), 32, 32),
    XCHACHA20_POLY1305(AeadAlgorithm.XCHACHA20_POLY1305.id(), 32, 32),
    /** 16 bytes are the least that RFC-0002 asks of a key; it may be text. */
    HMAC_SHA_256(0x70, 16, 128),
    /** Input of HKDF-SHA256, from which keys are derived. */
    HKDF_SHA_256(0x71, 32, 64);

    private final byte id;
    private final int minBytes;
    private final int maxBytes;

    SecretAlgorithm(int id, int minBytes, int maxBytes) {
        this.id = (byte) id;
        this.minBytes = minBytes;
        this.maxBytes = maxBytes;
    }

    public static Optional<SecretAlgorithm> ofId(byte id) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.id == id).findFirst();
    }

    public byte id() {
        return id;
    }

    public int minBytes() {
        return minBytes;
    }

    public int maxBytes() {
        return maxBytes;
    }
}
