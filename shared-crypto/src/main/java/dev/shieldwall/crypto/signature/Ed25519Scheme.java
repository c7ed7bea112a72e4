package dev.shieldwall.crypto.signature;

import java.security.SecureRandom;

/** Ed25519 by the signer and the one strict verifier that consensus stands on; nothing here is a second way. */
record Ed25519Scheme() implements SignatureScheme {

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        return SignatureScheme.randomBytes(Ed25519PrivateKey.SEED_BYTES, random);
    }

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        return new Key(Ed25519PrivateKey.fromSeed(raw));
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        Ed25519PublicKey key = Ed25519PublicKey.of(raw);
        return (context, message, signature) -> accepts(key, context, message, signature);
    }

    private static boolean accepts(Ed25519PublicKey key, SigningContext context, byte[] message, byte[] signature) {
        try {
            Ed25519Verifier.verify(key, context, message, signature);
            return true;
        } catch (SignatureRejectedException e) {
            return false;
        }
    }

    private record Key(Ed25519PrivateKey key) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return key.publicKey().bytes();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            return new Ed25519Signer(key).sign(context, message);
        }

        @Override
        public void destroy() {
            key.close();
        }
    }
}
