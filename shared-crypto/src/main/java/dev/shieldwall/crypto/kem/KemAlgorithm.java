package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.internal.AlgorithmName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A key encapsulation mechanism with all its parameters; the id byte stands in front of every key and ciphertext. All
 * lengths are exact. Ids are never given to another algorithm.
 *
 * <p>Names of round 3 are aliases at the edge; round-3 bytes give another secret.
 */
public enum KemAlgorithm {
    /** DHKEM(X25519, HKDF-SHA256), RFC 9180 section 4.1. */
    X25519(0x20, "X25519", new Sizes(32, 32, 32, 32), "DHKEM-X25519-HKDF-SHA256"),
    /** DHKEM(X448, HKDF-SHA512), RFC 9180 section 4.1. */
    X448(0x21, "X448", new Sizes(56, 56, 56, 64), "DHKEM-X448-HKDF-SHA512"),
    ML_KEM_512(0x22, "ML-KEM-512", new Sizes(64, 800, 768, 32), "Kyber512", "Kyber-512"),
    ML_KEM_768(0x23, "ML-KEM-768", new Sizes(64, 1184, 1088, 32), "Kyber768", "Kyber-768"),
    ML_KEM_1024(0x24, "ML-KEM-1024", new Sizes(64, 1568, 1568, 32), "Kyber1024", "Kyber-1024"),
    /** X25519 and ML-KEM-768, draft-connolly-cfrg-xwing-kem; safe while one of the two is. */
    X_WING(0x28, "X-Wing", new Sizes(32, 1216, 1120, 32), "X25519+ML-KEM-768");

    /** In bytes, without ids. */
    private record Sizes(int privateKey, int publicKey, int ciphertext, int secret) {}

    private final AlgorithmName name;
    private final Sizes sizes;

    KemAlgorithm(int id, String name, Sizes sizes, String... aliases) {
        this.name = AlgorithmName.of(id, name, aliases);
        this.sizes = sizes;
    }

    public static Optional<KemAlgorithm> ofId(byte id) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.id() == id).findFirst();
    }

    /** The algorithm of a name or alias, in any case and with '_' for '-'. */
    public static Optional<KemAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.name.isAlso(name)).findFirst();
    }

    public byte id() {
        return name.id();
    }

    public String canonicalName() {
        return name.canonical();
    }

    public List<String> aliases() {
        return name.aliases();
    }

    /** Without the id byte; always a seed. */
    public int privateKeyBytes() {
        return sizes.privateKey();
    }

    /** Without the id byte. */
    public int publicKeyBytes() {
        return sizes.publicKey();
    }

    /** Without the id byte. */
    public int ciphertextBytes() {
        return sizes.ciphertext();
    }

    public int secretBytes() {
        return sizes.secret();
    }

    /** The id byte, then the bytes. */
    byte[] tag(byte[] bytes) {
        return name.tag(bytes);
    }

    @Override
    public String toString() {
        return name.canonical();
    }
}
