package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SLHDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.params.SLHDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.SLHDSAParameters;
import org.bouncycastle.crypto.params.SLHDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.SLHDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.SLHDSASigner;

/**
 * SLH-DSA (FIPS 205, pure, hedged, empty FIPS context) by Bouncy Castle; JDK 25 has none. Slow to sign, up to a second:
 * for anchors and offline keys.
 */
record SlhDsaScheme(SignatureAlgorithm algorithm) implements SignatureScheme {

    private static final SecureRandom HEDGE = new SecureRandom();

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
        generator.init(new SLHDSAKeyGenerationParameters(random, parameters()));
        return ((SLHDSAPrivateKeyParameters) generator.generateKeyPair().getPrivate()).getEncoded();
    }

    /** Computes the root again, as slowly as making a key: with another root nothing that it signs would verify. */
    @Override
    public ParsedPrivateKey privateKey(byte[] raw) throws KeyRejectedException {
        SLHDSAPrivateKeyParameters key = new SLHDSAPrivateKeyParameters(parameters(), raw);
        SLHDSAKeyPairGenerator generator = new SLHDSAKeyPairGenerator();
        generator.init(new SLHDSAKeyGenerationParameters(HEDGE, parameters()));
        var again = (SLHDSAPrivateKeyParameters) generator
                .internalGenerateKeyPair(key.getSeed(), key.getPrf(), key.getPublicSeed())
                .getPrivate();
        if (!Arrays.equals(again.getRoot(), key.getRoot())) {
            throw new KeyRejectedException("the root of the " + algorithm + " key is not that of its seeds");
        }
        again.destroy();
        return new Key(key);
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) {
        SLHDSAPublicKeyParameters key = new SLHDSAPublicKeyParameters(parameters(), raw);
        return (context, message, signature) -> {
            SLHDSASigner verifier = new SLHDSASigner();
            verifier.init(false, key);
            return verifier.verifySignature(context.bind(message), signature);
        };
    }

    private SLHDSAParameters parameters() {
        return switch (algorithm) {
            case SLH_DSA_SHA2_128S -> SLHDSAParameters.sha2_128s;
            case SLH_DSA_SHA2_128F -> SLHDSAParameters.sha2_128f;
            case SLH_DSA_SHA2_192S -> SLHDSAParameters.sha2_192s;
            case SLH_DSA_SHA2_192F -> SLHDSAParameters.sha2_192f;
            case SLH_DSA_SHA2_256S -> SLHDSAParameters.sha2_256s;
            case SLH_DSA_SHA2_256F -> SLHDSAParameters.sha2_256f;
            case SLH_DSA_SHAKE_128S -> SLHDSAParameters.shake_128s;
            case SLH_DSA_SHAKE_128F -> SLHDSAParameters.shake_128f;
            default -> throw new CryptoBug(algorithm + " is not SLH-DSA");
        };
    }

    private record Key(SLHDSAPrivateKeyParameters key) implements ParsedPrivateKey {

        @Override
        public byte[] publicKey() {
            return key.getEncodedPublicKey();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            SLHDSASigner signer = new SLHDSASigner();
            signer.init(true, new ParametersWithRandom(key, HEDGE));
            return signer.generateSignature(context.bind(message));
        }

        @Override
        public void destroy() {
            key.destroy();
        }
    }
}
