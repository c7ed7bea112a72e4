package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.internal.Bytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The DER forms of RFC 8410. For Ed25519 both are a constant header and 32 bytes, so nothing needs an ASN.1 parser and
 * each key has exactly one accepted form.
 */
public final class Ed25519Encoding {

    private static final byte[] SPKI_HEADER = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PKCS8_HEADER = HexFormat.of().parseHex("302e020100300506032b657004220420");

    private Ed25519Encoding() {}

    /** SubjectPublicKeyInfo (RFC 8410 section 4) of a 32-byte public key. */
    public static byte[] spki(byte[] publicKey) {
        return Bytes.join(SPKI_HEADER, publicKey);
    }

    /** The public key bytes in a SubjectPublicKeyInfo; empty if the form is any other. */
    public static Optional<byte[]> publicKeyOf(byte[] spki) {
        return split(SPKI_HEADER, spki);
    }

    /** PKCS#8 version 1 without public key (RFC 8410 section 7) of a 32-byte seed. Secret: overwrite after use. */
    public static byte[] pkcs8(byte[] seed) {
        return Bytes.join(PKCS8_HEADER, seed);
    }

    /** The seed in a PKCS#8 document; empty if the form is any other. Secret: overwrite after use. */
    public static Optional<byte[]> seedOf(byte[] pkcs8) {
        return split(PKCS8_HEADER, pkcs8);
    }

    private static Optional<byte[]> split(byte[] header, byte[] encoded) {
        if (encoded.length != header.length + Ed25519PublicKey.BYTES
                || !Arrays.equals(header, 0, header.length, encoded, 0, header.length)) {
            return Optional.empty();
        }
        return Optional.of(Arrays.copyOfRange(encoded, header.length, encoded.length));
    }
}
