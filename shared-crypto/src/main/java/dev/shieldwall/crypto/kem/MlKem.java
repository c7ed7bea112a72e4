package dev.shieldwall.crypto.kem;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.JdkLatticeKeys;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;

/**
 * ML-KEM (FIPS 203) by the JDK. The private key is the seed d, z; the JDK reads no seeds, so Bouncy Castle expands it.
 *
 * <p>Rejection is implicit: a changed ciphertext of the right length gives a secret that nobody else has, not an error.
 */
record MlKem(KemAlgorithm algorithm) implements KemScheme {

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) {
        // The library keeps the array and overwrites it in destroy().
        MLKEMPrivateKeyParameters expanded = new MLKEMPrivateKeyParameters(parameters(), raw.clone());
        byte[] encoded = expanded.getEncoded();
        try {
            return new Key(this, jdk().privateKey(encoded), expanded.getPublicKey());
        } finally {
            Arrays.fill(encoded, (byte) 0);
            expanded.destroy();
        }
    }

    /** Coefficients that are not reduced are refused here (FIPS 203 section 7.2), not at the first use. */
    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        PublicKey key = jdk().publicKey(raw);
        try {
            engine().newEncapsulator(key);
        } catch (InvalidKeyException e) {
            throw new KeyRejectedException("not a public key of " + algorithm);
        }
        return random -> encapsulate(key, random);
    }

    private Raw encapsulate(PublicKey key, SecureRandom random) {
        try {
            KEM.Encapsulated result = engine().newEncapsulator(key, random).encapsulate();
            return new Raw(result.key().getEncoded(), result.encapsulation());
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("the JDK cannot encapsulate with " + algorithm, e);
        }
    }

    private KEM engine() {
        try {
            return KEM.getInstance(algorithm.canonicalName(), jdk().provider());
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no " + algorithm + " in this JDK", e);
        }
    }

    private JdkLatticeKeys jdk() {
        return new JdkLatticeKeys(algorithm.canonicalName(), JdkProviders.SUN_JCE, switch (algorithm) {
            case ML_KEM_512 -> NISTObjectIdentifiers.id_alg_ml_kem_512;
            case ML_KEM_768 -> NISTObjectIdentifiers.id_alg_ml_kem_768;
            case ML_KEM_1024 -> NISTObjectIdentifiers.id_alg_ml_kem_1024;
            default -> throw notMine();
        });
    }

    private MLKEMParameters parameters() {
        return switch (algorithm) {
            case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
            default -> throw notMine();
        };
    }

    private CryptoBug notMine() {
        return new CryptoBug(algorithm + " is not ML-KEM");
    }

    @SuppressWarnings("ArrayRecordComponent") // private; never compared
    private record Key(MlKem kem, PrivateKey key, byte[] ownPublicKey) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return ownPublicKey.clone();
        }

        @Override
        public byte[] decapsulate(byte[] ciphertext) throws CiphertextRejectedException {
            try {
                return kem.engine().newDecapsulator(key).decapsulate(ciphertext).getEncoded();
            } catch (DecapsulateException e) {
                throw new CiphertextRejectedException("not a ciphertext of " + kem.algorithm);
            } catch (InvalidKeyException e) {
                throw new CryptoBug("the JDK refuses its own key of " + kem.algorithm, e);
            }
        }

        @Override
        public void destroy() {
            JdkLatticeKeys.destroy(key);
        }
    }
}
