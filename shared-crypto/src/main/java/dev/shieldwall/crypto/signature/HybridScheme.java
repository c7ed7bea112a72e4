package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.internal.Bytes;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * Ed25519 and ML-DSA-65 over the same bytes: the id of the hybrid, both public keys, then the message bound to its
 * context. Each half is made in a context that nobody outside can make, so a half by itself is worth nothing, and it names
 * the other key, so it cannot be put beside another half.
 */
record HybridScheme() implements SignatureScheme {

    private static final SigningContext HALF = SigningContext.ofHybridHalf();
    private static final SignatureAlgorithm HYBRID = SignatureAlgorithm.HYBRID_ED25519_ML_DSA_65;
    private static final SignatureScheme CLASSICAL = new Ed25519Scheme();
    private static final SignatureScheme POST_QUANTUM = new MlDsaScheme(SignatureAlgorithm.ML_DSA_65);

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        return SignatureScheme.randomBytes(HYBRID.privateKeyBytes(), random);
    }

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) throws KeyRejectedException {
        byte[] first = Arrays.copyOf(raw, SignatureAlgorithm.ED25519.privateKeyBytes());
        byte[] second = Arrays.copyOfRange(raw, first.length, raw.length);
        try {
            return new Key(CLASSICAL.privateKey(first), POST_QUANTUM.privateKey(second));
        } finally {
            Arrays.fill(first, (byte) 0);
            Arrays.fill(second, (byte) 0);
        }
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        byte[] keys = raw.clone();
        int split = SignatureAlgorithm.ED25519.publicKeyBytes();
        ParsedPublicKey first = CLASSICAL.publicKey(Arrays.copyOf(keys, split));
        ParsedPublicKey second = POST_QUANTUM.publicKey(Arrays.copyOfRange(keys, split, keys.length));
        return (context, message, signature) -> bothAccept(first, second, bind(keys, context, message), signature);
    }

    private static boolean bothAccept(ParsedPublicKey first, ParsedPublicKey second, byte[] bound, byte[] signature) {
        int split = SignatureAlgorithm.ED25519.signatureBytes();
        return first.accepts(HALF, bound, Arrays.copyOf(signature, split))
                && second.accepts(HALF, bound, Arrays.copyOfRange(signature, split, signature.length));
    }

    /** The keys have a fixed length, so the parts cannot be shifted against each other. */
    private static byte[] bind(byte[] publicKeys, SigningContext context, byte[] message) {
        return HYBRID.tag(Bytes.join(publicKeys, context.bind(message)));
    }

    private record Key(ParsedPrivateKey first, ParsedPrivateKey second) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return Bytes.join(first.publicKey(), second.publicKey());
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            byte[] bound = bind(publicKey(), context, message);
            return Bytes.join(first.sign(HALF, bound), second.sign(HALF, bound));
        }

        @Override
        public void destroy() {
            first.destroy();
            second.destroy();
        }
    }
}
