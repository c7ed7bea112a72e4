package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.internal.TaggedBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/**
 * A public key together with its algorithm. Encoded as the id byte, then the raw key, whose length is exact.
 *
 * <p>Immutable and thread-safe.
 */
public final class KemPublicKey {

    private final KemAlgorithm algorithm;
    private final TaggedBytes tagged;
    private final KemScheme.ParsedPublicKey parsed;

    private KemPublicKey(KemAlgorithm algorithm, byte[] bytes) throws KeyRejectedException {
        this.algorithm = algorithm;
        this.tagged = TaggedBytes.of(algorithm.tag(bytes));
        this.parsed = KemScheme.of(algorithm).publicKey(bytes);
    }

    /** From the raw key. */
    public static KemPublicKey of(KemAlgorithm algorithm, byte[] raw) throws KeyRejectedException {
        if (raw.length != algorithm.publicKeyBytes()) {
            throw new KeyRejectedException("a public key of " + algorithm + " has " + algorithm.publicKeyBytes()
                    + " bytes, not " + raw.length);
        }
        return new KemPublicKey(algorithm, raw.clone());
    }

    public static KemPublicKey decode(byte[] encoded) throws KeyRejectedException {
        return decode(encoded, EnumSet.allOf(KemAlgorithm.class));
    }

    /** Accepts only the algorithms that the caller names: the floor below which nobody can talk it. */
    public static KemPublicKey decode(byte[] encoded, Set<KemAlgorithm> accepted) throws KeyRejectedException {
        KemAlgorithm algorithm = acceptedOf(encoded, accepted);
        return of(algorithm, Arrays.copyOfRange(encoded, 1, encoded.length));
    }

    static KemAlgorithm acceptedOf(byte[] encoded, Set<KemAlgorithm> accepted) throws KeyRejectedException {
        if (encoded.length == 0) {
            throw new KeyRejectedException("a key without the id of its algorithm");
        }
        return KemAlgorithm.ofId(encoded[0])
                .filter(accepted::contains)
                .orElseThrow(() -> new KeyRejectedException("no accepted KEM has the id " + encoded[0]));
    }

    /**
     * Makes a fresh secret for the holder of the private key. It says nothing about who made it.
     *
     * @throws KeyRejectedException if the key is an X25519 or X448 point of small order, which would give everybody the
     *     same secret
     */
    public Encapsulation encapsulate(SecureRandom random) throws KeyRejectedException {
        KemScheme.Raw raw = parsed.encapsulate(random);
        try {
            return new Encapsulation(SecretBytes.copyOf(raw.secret()), algorithm.tag(raw.ciphertext()));
        } finally {
            Arrays.fill(raw.secret(), (byte) 0);
        }
    }

    public KemAlgorithm algorithm() {
        return algorithm;
    }

    /** The raw key, without the id byte. */
    public byte[] bytes() {
        return tagged.bytes();
    }

    public byte[] encode() {
        return tagged.encode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KemPublicKey that && tagged.equals(that.tagged);
    }

    @Override
    public int hashCode() {
        return tagged.hashCode();
    }

    /** Algorithm and SHA-256 of the encoded key. */
    @Override
    public String toString() {
        return "KemPublicKey[" + algorithm + ", " + HexFormat.of().formatHex(Sha256.hash(encode())) + "]";
    }
}
