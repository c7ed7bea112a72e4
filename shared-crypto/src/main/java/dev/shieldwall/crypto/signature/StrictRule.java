package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.signature.SignatureBackend.VerifyingKey;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The one Ed25519 rule. A signature is valid if and only if
 * <ol>
 *   <li>the key A is canonical and of prime order (checked once, when an {@link Ed25519PublicKey} is made),
 *   <li>it has 64 bytes,
 *   <li>S is below the group order L,
 *   <li>R is canonical and not of small order,
 *   <li>S*B = R + k*A holds without cofactor.
 * </ol>
 * RFC 8032 leaves 1, 4 and the cofactor open, and libraries differ; replicas that differ would fork. Under rule 1 the
 * equation forces R into the prime-order group, so rules 4 and 5 have one meaning in every backend.
 */
final class StrictRule {

    static final int SIGNATURE_BYTES = 64;

    private static final List<byte[]> SMALL_ORDER = Edwards25519.SMALL_ORDER.stream()
            .map(Edwards25519.Point::encode)
            .toList();
    private static final byte[] P = Edwards25519.littleEndian(Edwards25519.P);
    private static final byte[] L = Edwards25519.littleEndian(Edwards25519.L);

    private StrictRule() {}

    /** Rule 1. Costs about 80 microseconds; the result is kept in the key's type. */
    static void checkKey(byte[] key) throws KeyRejectedException {
        if (key.length != Ed25519PublicKey.BYTES) {
            throw new KeyRejectedException("an Ed25519 public key has 32 bytes, not " + key.length);
        }
        if (!canonical(key, 0) || !Ed25519.validatePublicKeyFull(key, 0)) {
            throw new KeyRejectedException("not a canonical Ed25519 point of prime order");
        }
    }

    /** Rules 2 to 5. */
    static void verify(VerifyingKey key, byte[] signed, byte[] signature) throws SignatureRejectedException {
        checkSignature(signature);
        if (!key.equationHolds(signed, signature)) {
            throw new SignatureRejectedException("the signature does not fit key and message");
        }
    }

    /** Rules 2 to 4. */
    static void checkSignature(byte[] signature) throws SignatureRejectedException {
        if (signature.length != SIGNATURE_BYTES) {
            throw new SignatureRejectedException("an Ed25519 signature has 64 bytes, not " + signature.length);
        }
        if (!below(signature, 32, 0xff, L)) {
            throw new SignatureRejectedException("S is not below the group order");
        }
        if (!canonical(signature, 0) || ofSmallOrder(signature)) {
            throw new SignatureRejectedException("R is not canonical or of small order");
        }
    }

    /** Whether y is below p. The other non-canonical form, x = 0 with the sign bit set, exists for small orders only. */
    private static boolean canonical(byte[] point, int offset) {
        return below(point, offset, 0x7f, P);
    }

    private static boolean ofSmallOrder(byte[] signature) {
        int withoutSign = signature[31] & 0x7f;
        for (byte[] point : SMALL_ORDER) {
            if (withoutSign == (point[31] & 0x7f) && Arrays.equals(signature, 0, 31, point, 0, 31)) {
                return true;
            }
        }
        return false;
    }

    /** Little-endian comparison of 32 bytes; the mask removes the sign bit of a point. Nothing here is secret. */
    private static boolean below(byte[] bytes, int offset, int topMask, byte[] limit) {
        for (int i = 31; i >= 0; i--) {
            int left = bytes[offset + i] & (i == 31 ? topMask : 0xff);
            int right = limit[i] & 0xff;
            if (left != right) {
                return left < right;
            }
        }
        return false;
    }
}
