package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.JdkLatticeKeys;
import dev.shieldwall.crypto.internal.JdkProviders;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;

/**
 * ML-DSA (FIPS 204, pure, hedged) by the JDK. The JDK offers no context parameter, so the FIPS context is empty and the
 * {@link SigningContext} is in front of the message, as for every other algorithm here. The JDK reads no seeds either:
 * Bouncy Castle expands them.
 */
record MlDsaScheme(SignatureAlgorithm algorithm) implements SignatureScheme {

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        return SignatureScheme.randomBytes(algorithm.privateKeyBytes(), random);
    }

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        // The library keeps the array and overwrites it in destroy().
        MLDSAPrivateKeyParameters expanded = new MLDSAPrivateKeyParameters(parameters(), raw.clone());
        byte[] encoded = expanded.getEncoded();
        try {
            return new Key(this, jdk().privateKey(encoded), expanded.getPublicKey());
        } finally {
            Arrays.fill(encoded, (byte) 0);
            expanded.destroy();
        }
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) {
        PublicKey key = jdk().publicKey(raw);
        return (context, message, signature) -> verifies(key, context.bind(message), signature);
    }

    /** Below contexts; by itself only for vectors of others, which know none. */
    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature engine = engine();
            engine.initVerify(key);
            engine.update(signed);
            return engine.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("the JDK cannot verify " + algorithm, e);
        }
    }

    private Signature engine() throws GeneralSecurityException {
        return Signature.getInstance(algorithm.canonicalName(), jdk().provider());
    }

    JdkLatticeKeys jdk() {
        return new JdkLatticeKeys(algorithm.canonicalName(), JdkProviders.SUN, switch (algorithm) {
            case ML_DSA_44 -> NISTObjectIdentifiers.id_ml_dsa_44;
            case ML_DSA_65 -> NISTObjectIdentifiers.id_ml_dsa_65;
            case ML_DSA_87 -> NISTObjectIdentifiers.id_ml_dsa_87;
            default -> throw notMine();
        });
    }

    private MLDSAParameters parameters() {
        return switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            case ML_DSA_87 -> MLDSAParameters.ml_dsa_87;
            default -> throw notMine();
        };
    }

    private CryptoBug notMine() {
        return new CryptoBug(algorithm + " is not ML-DSA");
    }

    @SuppressWarnings("ArrayRecordComponent") // private; never compared
    private record Key(MlDsaScheme scheme, PrivateKey key, byte[] encodedPublicKey) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return encodedPublicKey.clone();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            try {
                Signature engine = scheme.engine();
                engine.initSign(key);
                engine.update(context.bind(message));
                return engine.sign();
            } catch (GeneralSecurityException e) {
                throw new CryptoBug("the JDK cannot sign " + scheme.algorithm, e);
            }
        }

        @Override
        public void destroy() {
            JdkLatticeKeys.destroy(key);
        }
    }
}
