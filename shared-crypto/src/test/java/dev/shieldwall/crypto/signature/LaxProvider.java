package dev.shieldwall.crypto.signature;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureSpi;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;

/** Parses keys as the JDK does and accepts every signature: what a self-test must notice. */
final class LaxProvider extends Provider {

    private static final long serialVersionUID = 1L;

    /** @param signature the name under which it verifies, and signs with r = s = 1 */
    LaxProvider(String signature) {
        super("lax", "1", "accepts every signature");
        put("Signature." + signature, LaxSignature.class.getName());
        put("KeyFactory.EC", EcKeys.class.getName());
        put("KeyFactory.Ed25519", Ed25519Keys.class.getName());
    }

    /** Public, because the JDK makes it by reflection; so are the other two. */
    public static final class EcKeys extends Keys {

        public EcKeys() {
            super("EC");
        }
    }

    public static final class Ed25519Keys extends Keys {

        public Ed25519Keys() {
            super("Ed25519");
        }
    }

    private abstract static class Keys extends KeyFactorySpi {

        private final KeyFactory jdk;

        Keys(String algorithm) {
            try {
                this.jdk = KeyFactory.getInstance(algorithm, "SunEC");
            } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
            return jdk.generatePublic(spec);
        }

        @Override
        protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
            return jdk.generatePrivate(spec);
        }

        @Override
        protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> spec) {
            throw new AssertionError();
        }

        @Override
        protected Key engineTranslateKey(Key key) throws InvalidKeyException {
            throw new InvalidKeyException();
        }
    }

    public static final class LaxSignature extends SignatureSpi {

        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) {}

        @Override
        protected void engineUpdate(byte b) {}

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {}

        @Override
        protected byte[] engineSign() {
            byte[] signature = new byte[64];
            signature[31] = 1;
            signature[63] = 1;
            return signature;
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new AssertionError();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new AssertionError();
        }
    }
}
