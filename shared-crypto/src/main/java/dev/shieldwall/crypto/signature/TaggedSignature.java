package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.internal.TaggedBytes;
import java.util.Arrays;

/**
 * The one form of a stored signature: the id byte of its algorithm, then exactly as many bytes as that algorithm's
 * signatures have. That it has this form says nothing about its being valid.
 */
public final class TaggedSignature {

    private final SignatureAlgorithm algorithm;
    private final TaggedBytes tagged;

    TaggedSignature(SignatureAlgorithm algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.tagged = TaggedBytes.of(algorithm.tag(bytes));
    }

    public static TaggedSignature parse(byte[] encoded) throws SignatureRejectedException {
        if (encoded.length == 0) {
            throw new SignatureRejectedException("a signature without the id of its algorithm");
        }
        SignatureAlgorithm algorithm = SignatureAlgorithm.ofId(encoded[0])
                .orElseThrow(() -> new SignatureRejectedException("no signature algorithm has the id " + encoded[0]));
        if (encoded.length != 1 + algorithm.signatureBytes()) {
            throw new SignatureRejectedException("a signature of " + algorithm + " has " + algorithm.signatureBytes()
                    + " bytes, not " + (encoded.length - 1));
        }
        return new TaggedSignature(algorithm, Arrays.copyOfRange(encoded, 1, encoded.length));
    }

    public SignatureAlgorithm algorithm() {
        return algorithm;
    }

    /** Without the id byte. */
    public byte[] bytes() {
        return tagged.bytes();
    }

    public byte[] encode() {
        return tagged.encode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedSignature that && tagged.equals(that.tagged);
    }

    @Override
    public int hashCode() {
        return tagged.hashCode();
    }

    @Override
    public String toString() {
        return "TaggedSignature[" + algorithm + "]";
    }
}
