package dev.shieldwall.crypto.signature;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed448;

/**
 * Ed448 (RFC 8032 section 5.2, empty context) by Bouncy Castle, with the rule of Ed25519: A and R canonical and of
 * prime order. Bouncy Castle multiplies by the cofactor, so without the check of R it would accept more than others.
 */
record Ed448Scheme() implements SignatureScheme {

    private static final byte[] NO_CONTEXT = new byte[0];

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        return SignatureScheme.randomBytes(Ed448.SECRET_KEY_SIZE, random);
    }

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        byte[] publicKey = new byte[Ed448.PUBLIC_KEY_SIZE];
        Ed448.generatePublicKey(raw, 0, publicKey, 0);
        return new Key(raw.clone(), publicKey);
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        if (!Ed448.validatePublicKeyFull(raw, 0)) {
            throw new KeyRejectedException("not a canonical Ed448 point of prime order");
        }
        byte[] key = raw.clone();
        return (context, message, signature) -> accepts(key, context.bind(message), signature);
    }

    private static boolean accepts(byte[] key, byte[] signed, byte[] signature) {
        return Ed448.verify(signature, 0, key, 0, NO_CONTEXT, signed, 0, signed.length)
                && Ed448.validatePublicKeyFull(signature, 0);
    }

    @SuppressWarnings("ArrayRecordComponent") // private; never compared or handed out
    private record Key(byte[] seed, byte[] publicKey) implements ParsedPrivateKey {

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            byte[] signed = context.bind(message);
            byte[] signature = new byte[Ed448.SIGNATURE_SIZE];
            Ed448.sign(seed, 0, publicKey, 0, NO_CONTEXT, signed, 0, signed.length, signature, 0);
            return signature;
        }

        @Override
        public void destroy() {
            Arrays.fill(seed, (byte) 0);
        }
    }
}
