package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.TaggedSignature;
import java.util.Arrays;

/** A signature and the id of its key, so that a verifier asks one key and never tries them all. Encoded: id, signature. */
public record KeyedSignature(KeyId key, TaggedSignature signature) {

    public static KeyedSignature parse(byte[] encoded) throws SignatureRejectedException {
        if (encoded.length <= KeyId.BYTES) {
            throw new SignatureRejectedException("a signature without the id of its key");
        }
        return new KeyedSignature(
                KeyId.of(Arrays.copyOf(encoded, KeyId.BYTES)),
                TaggedSignature.parse(Arrays.copyOfRange(encoded, KeyId.BYTES, encoded.length)));
    }

    public byte[] encode() {
        byte[] tagged = signature.encode();
        byte[] encoded = Arrays.copyOf(key.bytes(), KeyId.BYTES + tagged.length);
        System.arraycopy(tagged, 0, encoded, KeyId.BYTES, tagged.length);
        return encoded;
    }
}
