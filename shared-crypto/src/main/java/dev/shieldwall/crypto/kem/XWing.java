package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.hash.HashStream;
import dev.shieldwall.crypto.internal.Bytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * X-Wing (draft-connolly-cfrg-xwing-kem): ML-KEM-768 and X25519, joined by SHA3-256 over both secrets, the X25519
 * ciphertext and key, and a label. ML-KEM hashes its own ciphertext and key into its secret, so both ciphertexts and
 * both keys decide the result. An X25519 product of zero is not an error in X-Wing, because it takes nothing from the
 * ML-KEM half; the same bytes then give the same secret everywhere.
 */
record XWing() implements KemScheme {

    private static final KemScheme LATTICE = new MlKem(KemAlgorithm.ML_KEM_768);
    private static final int LATTICE_SEED = KemAlgorithm.ML_KEM_768.privateKeyBytes();
    private static final int LATTICE_KEY = KemAlgorithm.ML_KEM_768.publicKeyBytes();
    private static final int LATTICE_CIPHERTEXT = KemAlgorithm.ML_KEM_768.ciphertextBytes();
    private static final HashAlgorithm EXPAND =
            new HashAlgorithm(HashAlgorithm.Family.SHAKE256, LATTICE_SEED + Curve.X25519.bytes);
    /** The two lines "\./" and "/^\" of a drawing. */
    private static final byte[] LABEL = HexFormat.of().parseHex("5c2e2f2f5e5c");

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        byte[] expanded = EXPAND.hash(raw);
        byte[] seed = Arrays.copyOf(expanded, LATTICE_SEED);
        byte[] scalar = Arrays.copyOfRange(expanded, LATTICE_SEED, expanded.length);
        try {
            return new Key(LATTICE.privateKey(seed), scalar, Curve.X25519.publicKey(scalar));
        } finally {
            Arrays.fill(expanded, (byte) 0);
            Arrays.fill(seed, (byte) 0);
        }
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        ParsedPublicKey lattice = LATTICE.publicKey(Arrays.copyOf(raw, LATTICE_KEY));
        byte[] point = Arrays.copyOfRange(raw, LATTICE_KEY, raw.length);
        return random -> encapsulate(lattice, point, random);
    }

    private static Raw encapsulate(ParsedPublicKey lattice, byte[] peer, SecureRandom random)
            throws KeyRejectedException {
        Raw first = lattice.encapsulate(random);
        byte[] ephemeral = new byte[Curve.X25519.bytes];
        random.nextBytes(ephemeral);
        byte[] point = Curve.X25519.publicKey(ephemeral);
        byte[] product = Curve.X25519.product(ephemeral, peer);
        Arrays.fill(ephemeral, (byte) 0);
        return new Raw(combine(first.secret(), product, point, peer), Bytes.join(first.ciphertext(), point));
    }

    /** Overwrites both secrets. */
    private static byte[] combine(byte[] latticeSecret, byte[] product, byte[] ciphertextPoint, byte[] keyPoint) {
        try {
            HashStream hash = HashAlgorithm.SHA3_256.stream();
            hash.update(latticeSecret);
            hash.update(product);
            hash.update(ciphertextPoint);
            hash.update(keyPoint);
            hash.update(LABEL);
            return hash.digest();
        } finally {
            Arrays.fill(latticeSecret, (byte) 0);
            Arrays.fill(product, (byte) 0);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // private; never compared
    private record Key(ParsedPrivateKey lattice, byte[] scalar, byte[] point) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return Bytes.join(lattice.publicKey(), point);
        }

        @Override
        public byte[] decapsulate(byte[] ciphertext) throws CiphertextRejectedException {
            byte[] secret = lattice.decapsulate(Arrays.copyOf(ciphertext, LATTICE_CIPHERTEXT));
            byte[] peer = Arrays.copyOfRange(ciphertext, LATTICE_CIPHERTEXT, ciphertext.length);
            return combine(secret, Curve.X25519.product(scalar, peer), peer, point);
        }

        @Override
        public void destroy() {
            lattice.destroy();
            Arrays.fill(scalar, (byte) 0);
        }
    }
}
