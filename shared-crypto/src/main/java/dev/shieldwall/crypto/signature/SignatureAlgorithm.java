package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.internal.AlgorithmName;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A signature algorithm with all its parameters; the id byte stands in front of every key and signature. All lengths
 * are exact. Ids are never given to another algorithm.
 *
 * <p>Names of round 3 of the NIST competition are taken at the edge as aliases for the standards that came of them.
 * Only the name is old: round-3 bytes do not verify.
 */
public enum SignatureAlgorithm {
    ED25519(0x01, "Ed25519", new Sizes(32, 32, 64)),
    ED448(0x02, "Ed448", new Sizes(57, 57, 114)),
    /** Public key: SEC 1 compressed point. Signature: r and s (IEEE P1363), s in the lower half. */
    ECDSA_P256(0x03, "ECDSA-P256-SHA256", new Sizes(32, 33, 64)),
    ML_DSA_44(0x04, "ML-DSA-44", new Sizes(32, 1312, 2420), "Dilithium2", "Dilithium-2"),
    ML_DSA_65(0x05, "ML-DSA-65", new Sizes(32, 1952, 3309), "Dilithium3", "Dilithium-3"),
    ML_DSA_87(0x06, "ML-DSA-87", new Sizes(32, 2592, 4627), "Dilithium5", "Dilithium-5"),
    SLH_DSA_SHA2_128S(0x08, "SLH-DSA-SHA2-128s", new Sizes(64, 32, 7856), "SPHINCS+-SHA2-128s-simple", "SPHINCS+-128s"),
    SLH_DSA_SHA2_128F(0x09, "SLH-DSA-SHA2-128f", new Sizes(64, 32, 17088), "SPHINCS+-SHA2-128f-simple", "SPHINCS+-128f"),
    SLH_DSA_SHA2_192S(0x0a, "SLH-DSA-SHA2-192s", new Sizes(96, 48, 16224), "SPHINCS+-SHA2-192s-simple", "SPHINCS+-192s"),
    SLH_DSA_SHA2_192F(0x0b, "SLH-DSA-SHA2-192f", new Sizes(96, 48, 35664), "SPHINCS+-SHA2-192f-simple", "SPHINCS+-192f"),
    SLH_DSA_SHA2_256S(0x0c, "SLH-DSA-SHA2-256s", new Sizes(128, 64, 29792), "SPHINCS+-SHA2-256s-simple", "SPHINCS+-256s"),
    SLH_DSA_SHA2_256F(0x0d, "SLH-DSA-SHA2-256f", new Sizes(128, 64, 49856), "SPHINCS+-SHA2-256f-simple", "SPHINCS+-256f"),
    SLH_DSA_SHAKE_128S(0x0e, "SLH-DSA-SHAKE-128s", new Sizes(64, 32, 7856), "SPHINCS+-SHAKE-128s-simple"),
    SLH_DSA_SHAKE_128F(0x0f, "SLH-DSA-SHAKE-128f", new Sizes(64, 32, 17088), "SPHINCS+-SHAKE-128f-simple"),
    /** Round-3 Falcon in its padded form; FIPS 206 is not out. Experimental. */
    FALCON_512(0x18, "Falcon-512", new Sizes(48, 897, 666)),
    /** Round-3 Falcon in its padded form; FIPS 206 is not out. Experimental. */
    FALCON_1024(0x19, "Falcon-1024", new Sizes(48, 1793, 1280)),
    /** Both must verify. Keys and signatures are those of Ed25519, then those of ML-DSA-65. */
    HYBRID_ED25519_ML_DSA_65(0x1c, "Ed25519+ML-DSA-65", new Sizes(64, 1984, 3373));

    /** What is accepted unless the caller names something else: all but the experimental ones. */
    public static final Set<SignatureAlgorithm> STANDARD = Collections.unmodifiableSet(
            EnumSet.complementOf(EnumSet.of(FALCON_512, FALCON_1024)));

    /** In bytes, without ids; of a signature the longest. */
    private record Sizes(int privateKey, int publicKey, int signature) {}

    private final AlgorithmName name;
    private final Sizes sizes;

    SignatureAlgorithm(int id, String name, Sizes sizes, String... aliases) {
        this.name = AlgorithmName.of(id, name, aliases);
        this.sizes = sizes;
    }

    public static Optional<SignatureAlgorithm> ofId(byte id) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.id() == id).findFirst();
    }

    /**
     * The standard algorithm of a name or alias, in any case and with '_' for '-'. An experimental one is not found
     * here, so that no configuration file can turn it on: code names its constant.
     */
    public static Optional<SignatureAlgorithm> named(String name) {
        return STANDARD.stream().filter(algorithm -> algorithm.name.isAlso(name)).findFirst();
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

    /** Without the id byte; a seed where the algorithm has one. */
    public int privateKeyBytes() {
        return sizes.privateKey();
    }

    /** Without the id byte. */
    public int publicKeyBytes() {
        return sizes.publicKey();
    }

    /** Without the id byte. */
    public int signatureBytes() {
        return sizes.signature();
    }

    public boolean experimental() {
        return !STANDARD.contains(this);
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
