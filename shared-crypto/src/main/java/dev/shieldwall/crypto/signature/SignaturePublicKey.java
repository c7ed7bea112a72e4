package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.internal.TaggedBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;

/**
 * A public key together with its algorithm. Encoded as the id byte, then the raw key, whose length is exact.
 *
 * <p>Immutable and thread-safe. Making one may cost a tenth of a millisecond; callers keep it.
 */
public final class SignaturePublicKey {

    private final SignatureAlgorithm algorithm;
    private final TaggedBytes tagged;
    private final SignatureScheme.ParsedPublicKey parsed;

    private SignaturePublicKey(SignatureAlgorithm algorithm, byte[] bytes, SignatureScheme.ParsedPublicKey parsed) {
        this.algorithm = algorithm;
        this.tagged = TaggedBytes.of(algorithm.tag(bytes));
        this.parsed = parsed;
    }

    /** From the raw key. Whoever names an experimental algorithm here has asked for it. */
    public static SignaturePublicKey of(SignatureAlgorithm algorithm, byte[] raw) throws KeyRejectedException {
        return of(algorithm, raw, SignatureScheme.of(algorithm));
    }

    static SignaturePublicKey of(SignatureAlgorithm algorithm, byte[] raw, SignatureScheme scheme)
            throws KeyRejectedException {
        if (raw.length != algorithm.publicKeyBytes()) {
            throw new KeyRejectedException("a public key of " + algorithm + " has " + algorithm.publicKeyBytes()
                    + " bytes, not " + raw.length);
        }
        byte[] copy = raw.clone();
        return new SignaturePublicKey(algorithm, copy, scheme.publicKey(copy));
    }

    /** Accepts the standard algorithms. */
    public static SignaturePublicKey decode(byte[] encoded) throws KeyRejectedException {
        return decode(encoded, SignatureAlgorithm.STANDARD);
    }

    /** Accepts only the algorithms that the caller names: the floor below which nobody can talk it. */
    public static SignaturePublicKey decode(byte[] encoded, Set<SignatureAlgorithm> accepted)
            throws KeyRejectedException {
        SignatureAlgorithm algorithm = acceptedOf(encoded, accepted);
        return of(algorithm, Arrays.copyOfRange(encoded, 1, encoded.length));
    }

    static SignatureAlgorithm acceptedOf(byte[] encoded, Set<SignatureAlgorithm> accepted) throws KeyRejectedException {
        if (encoded.length == 0) {
            throw new KeyRejectedException("a key without the id of its algorithm");
        }
        return SignatureAlgorithm.ofId(encoded[0])
                .filter(accepted::contains)
                .orElseThrow(() -> new KeyRejectedException("no accepted signature algorithm has the id " + encoded[0]));
    }

    SignatureScheme.ParsedPublicKey parsed() {
        return parsed;
    }

    public SignatureAlgorithm algorithm() {
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
        return other instanceof SignaturePublicKey that && tagged.equals(that.tagged);
    }

    @Override
    public int hashCode() {
        return tagged.hashCode();
    }

    /** Algorithm and SHA-256 of the encoded key. */
    @Override
    public String toString() {
        return "SignaturePublicKey[" + algorithm + ", " + HexFormat.of().formatHex(Sha256.hash(encode())) + "]";
    }
}
