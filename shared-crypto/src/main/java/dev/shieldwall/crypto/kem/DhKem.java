package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.Bytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * DHKEM of RFC 9180 section 4.1: an ephemeral key, one Diffie-Hellman product, and HKDF over it, the ciphertext and the
 * public key.
 */
record DhKem(Curve curve) implements KemScheme {

    private static final byte[] VERSION = ascii("HPKE-v1");

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        return new Key(this, raw.clone(), curve.publicKey(raw));
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) {
        byte[] peer = raw.clone();
        return random -> encapsulate(peer, random);
    }

    private Raw encapsulate(byte[] peer, SecureRandom random) throws KeyRejectedException {
        byte[] ephemeral = new byte[curve.bytes];
        random.nextBytes(ephemeral);
        byte[] product = curve.product(ephemeral, peer);
        try {
            if (ConstantTime.isZero(product)) {
                throw new KeyRejectedException("the public key is a point of small order");
            }
            byte[] ciphertext = curve.publicKey(ephemeral);
            return new Raw(secret(product, ciphertext, peer), ciphertext);
        } finally {
            Arrays.fill(ephemeral, (byte) 0);
            Arrays.fill(product, (byte) 0);
        }
    }

    /** ExtractAndExpand of RFC 9180. */
    private byte[] secret(byte[] product, byte[] ciphertext, byte[] publicKey) {
        byte[] suite = {'K', 'E', 'M', 0, curve.hpkeId};
        byte[] labelled = Bytes.join(VERSION, suite, ascii("eae_prk"), product);
        byte[] length = {0, (byte) curve.secretBytes};
        byte[] info = Bytes.join(length, VERSION, suite, ascii("shared_secret"), ciphertext, publicKey);
        try (SecretBytes input = SecretBytes.copyOf(labelled);
                SecretBytes secret = curve.hkdf.derive(input, new byte[0], info, curve.secretBytes)) {
            return secret.asKey("DHKEM").getEncoded();
        } finally {
            Arrays.fill(labelled, (byte) 0);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @SuppressWarnings("ArrayRecordComponent") // private; never compared
    private record Key(DhKem kem, byte[] scalar, byte[] ownPublicKey) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return ownPublicKey.clone();
        }

        @Override
        public byte[] decapsulate(byte[] ciphertext) throws CiphertextRejectedException {
            byte[] product = kem.curve.product(scalar, ciphertext);
            try {
                if (ConstantTime.isZero(product)) {
                    throw new CiphertextRejectedException("the ciphertext is a point of small order");
                }
                return kem.secret(product, ciphertext, ownPublicKey);
            } finally {
                Arrays.fill(product, (byte) 0);
            }
        }

        @Override
        public void destroy() {
            Arrays.fill(scalar, (byte) 0);
        }
    }
}
