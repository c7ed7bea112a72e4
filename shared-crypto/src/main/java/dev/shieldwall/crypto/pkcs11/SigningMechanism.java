package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.ec.CustomNamedCurves;

/** How a token computes the algorithms that it can, and how it writes their public keys. */
enum SigningMechanism {

    /** RFC 8032 over the whole message. Versions of PKCS#11 differ on whether the point is wrapped; so do tools. */
    ED25519(SignatureAlgorithm.ED25519, new Codes(0x1055, 0x1057, 0x40), "06032b6570") {

        private static final int POINT_BYTES = 32;

        @Override
        byte[] input(byte[] signed) {
            return signed;
        }

        @Override
        byte[] rawKey(byte[] ecPoint) throws KeyRejectedException {
            return ecPoint.length == POINT_BYTES ? ecPoint : octets(ecPoint, POINT_BYTES);
        }
    },

    /** Over a hash that we make: fewer tokens have the mechanism that hashes too. */
    ECDSA_P256(SignatureAlgorithm.ECDSA_P256, new Codes(0x1040, 0x1041, 0x03), "06082a8648ce3d030107") {

        private static final int POINT_BYTES = 65;

        @Override
        byte[] input(byte[] signed) {
            return Sha256.hash(signed);
        }

        // Of the token's x and y, not of x alone: a point that is not on the curve is refused.
        @Override
        byte[] rawKey(byte[] ecPoint) throws KeyRejectedException {
            byte[] point = octets(ecPoint, POINT_BYTES);
            try {
                return CustomNamedCurves.getByName("secp256r1").getCurve().decodePoint(point).getEncoded(true);
            } catch (IllegalArgumentException e) {
                throw new KeyRejectedException("not an uncompressed point of P-256");
            }
        }
    };

    private static final byte OCTET_STRING = 0x04;

    /** CKM of key generation, CKM of signing, CKK. */
    private record Codes(long generation, long signing, long keyType) {}

    private final SignatureAlgorithm algorithm;
    private final Codes codes;
    private final byte[] curve;

    SigningMechanism(SignatureAlgorithm algorithm, Codes codes, String curve) {
        this.algorithm = algorithm;
        this.codes = codes;
        this.curve = HexFormat.of().parseHex(curve);
    }

    static SigningMechanism of(SignatureAlgorithm algorithm) {
        return Arrays.stream(values())
                .filter(mechanism -> mechanism.algorithm == algorithm)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no token is asked for keys of " + algorithm));
    }

    /** What the token signs for these bytes. */
    abstract byte[] input(byte[] signed);

    /** The raw key of our types, of a CKA_EC_POINT. */
    abstract byte[] rawKey(byte[] ecPoint) throws KeyRejectedException;

    /** Of a CKA_EC_POINT. */
    SignaturePublicKey publicKey(byte[] ecPoint) throws KeyRejectedException {
        return SignaturePublicKey.of(algorithm, rawKey(ecPoint));
    }

    /** The content of a DER OCTET STRING of fixed length, whose header is constant. */
    private static byte[] octets(byte[] der, int length) throws KeyRejectedException {
        if (der.length != 2 + length || der[0] != OCTET_STRING || der[1] != length) {
            throw new KeyRejectedException("the token's point is not a DER OCTET STRING of " + length + " bytes");
        }
        return Arrays.copyOfRange(der, 2, der.length);
    }

    int signatureBytes() {
        return algorithm.signatureBytes();
    }

    /** CKM of key generation. */
    long generation() {
        return codes.generation;
    }

    /** CKM of signing. */
    long code() {
        return codes.signing;
    }

    /** CKK. */
    long keyType() {
        return codes.keyType;
    }

    /** CKA_EC_PARAMS: the curve's object identifier in DER. */
    byte[] curve() {
        return curve.clone();
    }
}
