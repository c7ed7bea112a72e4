package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import java.util.function.UnaryOperator;

/** A private key in a device, which is asked to sign and not believed: only what the strict rule accepts leaves here. */
record DeviceKey(SignaturePublicKey publicKey, UnaryOperator<byte[]> device) {

    DeviceKey {
        if (publicKey.algorithm() != SignatureAlgorithm.ED25519 && publicKey.algorithm() != SignatureAlgorithm.ECDSA_P256) {
            throw new IllegalArgumentException("no device is asked for signatures of " + publicKey.algorithm());
        }
    }

    byte[] sign(SigningContext context, byte[] message) {
        byte[] signature = device.apply(context.bind(message));
        if (signature.length == publicKey.algorithm().signatureBytes()) {
            byte[] canonical = publicKey.algorithm() == SignatureAlgorithm.ECDSA_P256
                    ? EcdsaP256Scheme.withLowerS(signature)
                    : signature;
            if (publicKey.parsed().accepts(context, message, canonical)) {
                return canonical;
            }
        }
        throw new CryptoBug("a device signed wrongly for " + publicKey + "; the signature was withheld");
    }
}
