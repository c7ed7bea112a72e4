package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.util.Arrays;

/**
 * X25519 and X448 as they are (RFC 7748 section 6), for protocols that do the hashing themselves.
 *
 * <p>Guarantee: the secret is never all zero, which is what a peer's point of small order would give. Not guaranteed:
 * that the secret is bound to the two keys, for several points lead to the same; hash both keys with it.
 *
 * <p>Thread-safe.
 */
public final class DhAgreement {

    private DhAgreement() {}

    public static SecretBytes agree(KemPrivateKey own, KemPublicKey peer) throws KeyRejectedException {
        Curve curve = curveOf(own.algorithm());
        if (peer.algorithm() != own.algorithm()) {
            throw new KeyRejectedException("a key of " + peer.algorithm() + " for one of " + own.algorithm());
        }
        byte[] scalar = own.scalar();
        byte[] product = curve.product(scalar, peer.bytes());
        Arrays.fill(scalar, (byte) 0);
        if (ConstantTime.isZero(product)) {
            throw new KeyRejectedException("the public key is a point of small order");
        }
        try {
            return SecretBytes.copyOf(product);
        } finally {
            Arrays.fill(product, (byte) 0);
        }
    }

    private static Curve curveOf(KemAlgorithm algorithm) {
        return switch (algorithm) {
            case X25519 -> Curve.X25519;
            case X448 -> Curve.X448;
            case ML_KEM_512, ML_KEM_768, ML_KEM_1024, X_WING ->
                throw new IllegalArgumentException(algorithm + " is no Diffie-Hellman agreement");
        };
    }
}
