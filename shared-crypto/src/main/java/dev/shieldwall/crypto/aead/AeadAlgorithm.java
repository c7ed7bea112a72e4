package dev.shieldwall.crypto.aead;

import java.util.Arrays;

/** The algorithms that seal with associated data. Keys have 32 bytes, tags 16. */
public enum AeadAlgorithm {

    /** NIST SP 800-38D. The fastest where the processor has AES. */
    AES_256_GCM("aes-256-gcm", 0x40, 12, 1L << 32),

    /** RFC 8439. */
    CHACHA20_POLY1305("chacha20-poly1305", 0x41, 12, 1L << 32),

    /** draft-irtf-cfrg-xchacha-03: nonces of 24 bytes, which may be random without a limit that matters. */
    XCHACHA20_POLY1305("xchacha20-poly1305", 0x42, 24, Long.MAX_VALUE);

    public static final int KEY_BYTES = 32;
    public static final int TAG_BYTES = 16;

    /** Of one call; larger payloads are for a streaming format. Below the limit of every algorithm. */
    public static final int MAX_PLAINTEXT_BYTES = 64 << 20;

    private final String algorithmName;
    private final byte id;
    private final int nonceBytes;
    private final long randomNonces;

    AeadAlgorithm(String algorithmName, int id, int nonceBytes, long randomNonces) {
        this.algorithmName = algorithmName;
        this.id = (byte) id;
        this.nonceBytes = nonceBytes;
        this.randomNonces = randomNonces;
    }

    public static AeadAlgorithm named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.algorithmName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown AEAD algorithm"));
    }

    public String algorithmName() {
        return algorithmName;
    }

    /** The first byte of what {@link Aead} seals; 0x40 to 0x5f are for this enum and never given to another meaning. */
    public byte id() {
        return id;
    }

    public int nonceBytes() {
        return nonceBytes;
    }

    /**
     * How many random nonces one key may see. For nonces of 12 bytes 2^32, after which two are equal with probability
     * 2^-33 (SP 800-38D section 8.3).
     */
    public long randomNonces() {
        return randomNonces;
    }
}
