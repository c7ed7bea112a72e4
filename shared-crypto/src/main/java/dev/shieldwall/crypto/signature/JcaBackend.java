package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.security.auth.DestroyFailedException;

/**
 * A native library behind a provider object of its own, which is never installed for the whole process. A
 * {@link Signature} is stateful, so each call makes a new one.
 */
record JcaBackend(String name, Provider provider) implements SignatureBackend {

    private static final String ALGORITHM = "Ed25519";

    @Override
    public VerifyingKey verifyingKey(byte[] publicKey) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM, provider)
                    .generatePublic(new X509EncodedKeySpec(Ed25519Encoding.spki(publicKey)));
            return (signed, signature) -> equationHolds(key, signed, signature);
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(name + " does not parse a valid Ed25519 key", e);
        }
    }

    private boolean equationHolds(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature engine = Signature.getInstance(ALGORITHM, provider);
            engine.initVerify(key);
            engine.update(signed);
            return engine.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(name + " cannot verify Ed25519", e);
        }
    }

    @Override
    public SigningKey signingKey(byte[] seed) {
        byte[] encoded = Ed25519Encoding.pkcs8(seed);
        try {
            return new Key(KeyFactory.getInstance(ALGORITHM, provider).generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(name + " does not parse an Ed25519 seed", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    private final class Key implements SigningKey {

        private final PrivateKey key;

        Key(PrivateKey key) {
            this.key = key;
        }

        @Override
        public byte[] sign(byte[] signed) {
            try {
                Signature engine = Signature.getInstance(ALGORITHM, provider);
                engine.initSign(key);
                engine.update(signed);
                return engine.sign();
            } catch (GeneralSecurityException e) {
                throw new CryptoBug(name + " cannot sign Ed25519", e);
            }
        }

        @Override
        public void destroy() {
            try {
                key.destroy();
            } catch (DestroyFailedException e) {
                // The library keeps its copy until the collector takes the key; SecretBytes promises no more.
            }
        }
    }
}
