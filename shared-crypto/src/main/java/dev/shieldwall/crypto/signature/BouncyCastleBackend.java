package dev.shieldwall.crypto.signature;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Bouncy Castle, for machines without native libraries. It checks the equation with the cofactor (8*S*B = 8*R + 8*k*A);
 * A has prime order, so requiring the same of R makes both equations equivalent.
 */
final class BouncyCastleBackend implements SignatureBackend {

    @Override
    public String name() {
        return "bouncy-castle";
    }

    @Override
    public VerifyingKey verifyingKey(byte[] publicKey) {
        byte[] key = publicKey.clone();
        return (signed, signature) -> Ed25519.verify(signature, 0, key, 0, signed, 0, signed.length)
                && Ed25519.validatePublicKeyFull(signature, 0);
    }

    @Override
    public SigningKey signingKey(byte[] seed) {
        return new Key(new Ed25519PrivateKeyParameters(seed, 0));
    }

    private record Key(Ed25519PrivateKeyParameters parameters) implements SigningKey {

        @Override
        public byte[] sign(byte[] signed) {
            byte[] signature = new byte[StrictRule.SIGNATURE_BYTES];
            parameters.sign(Ed25519.Algorithm.Ed25519, null, signed, 0, signed.length, signature, 0);
            return signature;
        }

        @Override
        public void destroy() {
            // Bouncy Castle offers no way to overwrite its copy of the seed.
        }
    }
}
