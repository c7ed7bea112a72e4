package dev.shieldwall.crypto.signature;

import java.util.Arrays;

/**
 * The one form of a stored signature: the id byte of its algorithm, then exactly as many bytes as that algorithm's
 * signatures have. That it has this form says nothing about its being valid.
 */
public final class TaggedSignature {

    private final SignatureAlgorithm algorithm;
    private final byte[] bytes;

    TaggedSignature(SignatureAlgorithm algorithm, byte[] bytes) {
        this.algorithm = algorithm;
        this.bytes = bytes;
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
        return bytes.clone();
    }

    public byte[] encode() {
        return algorithm.tag(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TaggedSignature that
                && algorithm == that.algorithm
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "TaggedSignature[" + algorithm + "]";
    }
}
