package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.SecretAccess;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.MLDSAPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLDSAPublicKeyParameters;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** ML-DSA against vectors of others and a second library; the edges of SLH-DSA and Falcon. */
class PostQuantumSignatureTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");

    private static final int VALID = 76;
    private static final int INVALID = 126;
    private static final int WITH_CONTEXT = 8;

    /**
     * Keys and signatures go in by the public forms; the last step is the one below contexts, because these messages
     * are in none of ours. Cases with a FIPS context are counted and left: our API has no such parameter.
     */
    @Test
    void wycheproofHolds() {
        int valid = 0;
        int invalid = 0;
        int withContext = 0;
        for (JsonNode group : PublicVectors.wycheproof("mldsa_65_verify_test.json").get("testGroups")) {
            byte[] key = PublicVectors.hex(group, "publicKey");
            for (JsonNode test : group.get("tests")) {
                if (test.has("ctx")) {
                    withContext++;
                    continue;
                }
                boolean expected = test.get("result").asString().equals("valid");
                assertThat(accepts(key, PublicVectors.hex(test, "msg"), PublicVectors.hex(test, "sig")))
                        .as("tcId " + test.get("tcId") + " " + test.get("comment"))
                        .isEqualTo(expected);
                valid += expected ? 1 : 0;
                invalid += expected ? 0 : 1;
            }
        }
        assertThat(valid).isEqualTo(VALID);
        assertThat(invalid).isEqualTo(INVALID);
        assertThat(withContext).isEqualTo(WITH_CONTEXT);
    }

    private static boolean accepts(byte[] key, byte[] message, byte[] signature) {
        SignatureAlgorithm algorithm = SignatureAlgorithm.ML_DSA_65;
        try {
            byte[] raw = SignaturePublicKey.decode(algorithm.tag(key)).bytes();
            byte[] bytes = TaggedSignature.parse(algorithm.tag(signature)).bytes();
            MlDsaScheme scheme = new MlDsaScheme(algorithm);
            return scheme.verifies(scheme.jdk().publicKey(raw), message, bytes);
        } catch (KeyRejectedException | SignatureRejectedException e) {
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void bouncyCastleVerifiesWhatTheJdkSignsAndTheOtherWayRound(SignatureAlgorithm algorithm) throws Exception {
        SignaturePrivateKey key = SignaturePrivateKey.generate(algorithm, RANDOM);
        byte[] seed = Arrays.copyOfRange(key.encode(SecretAccess.granted()), 1, 33);
        var peer = new MLDSAPrivateKeyParameters(parameters(algorithm), seed);
        Verifier verifier = new Verifier(key.publicKey(), CONTEXT);
        for (int i = 0; i < 30; i++) {
            byte[] message = new byte[i * 7];
            RANDOM.nextBytes(message);
            byte[] ours = new Signer(key, CONTEXT).sign(message);
            assertThat(peerAccepts(algorithm, key, message, ours)).isTrue();
            byte[] theirs = algorithm.tag(peerSigns(peer, CONTEXT.bind(message)));
            verifier.verify(message, theirs);
            int bit = RANDOM.nextInt(8, theirs.length * 8);
            theirs[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(peerAccepts(algorithm, key, message, theirs)).as("bit " + bit).isFalse();
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .as("bit " + bit)
                    .isThrownBy(() -> verifier.verify(message, theirs));
        }
    }

    /** The seed is that of FIPS 204: the JDK makes the same key from it, when that is all the randomness it gets. */
    @ParameterizedTest
    @EnumSource(names = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
    void theSeedGivesTheKeyThatTheJdkMakesOfIt(SignatureAlgorithm algorithm) throws Exception {
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.canonicalName(), "SUN");
        generator.initialize(new NamedParameterSpec(algorithm.canonicalName()), new Fixed(seed));
        byte[] spki = generator.generateKeyPair().getPublic().getEncoded();
        byte[] ours = SignaturePrivateKey.of(algorithm, seed).publicKey().bytes();
        assertThat(Arrays.copyOfRange(spki, spki.length - ours.length, spki.length)).isEqualTo(ours);
    }

    @Test
    void mlDsaIsHedged() {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.ML_DSA_44, RANDOM);
        Signer signer = new Signer(key, CONTEXT);
        assertThat(signer.sign(new byte[0])).isNotEqualTo(signer.sign(new byte[0]));
    }

    @Test
    void anSlhDsaKeyWithAForeignRootIsRefused() {
        SignaturePrivateKey key = SignaturePrivateKey.generate(SignatureAlgorithm.SLH_DSA_SHA2_128F, RANDOM);
        byte[] encoded = key.encode(SecretAccess.granted());
        encoded[encoded.length - 1] ^= 1;
        assertThatExceptionOfType(KeyRejectedException.class)
                .isThrownBy(() -> SignaturePrivateKey.decode(encoded))
                .withMessageContaining("root");
    }

    @ParameterizedTest
    @EnumSource(names = {"FALCON_512", "FALCON_1024"})
    void aFalconPublicKeyHasItsHeaderAndReducedCoefficients(SignatureAlgorithm falcon) throws Exception {
        byte[] good = SignaturePrivateKey.generate(falcon, RANDOM).publicKey().bytes();
        assertThat(good[0]).isEqualTo((byte) (falcon == SignatureAlgorithm.FALCON_512 ? 9 : 10));
        byte[] header = good.clone();
        header[0] ^= 1;
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePublicKey.of(falcon, header));
        // 12289 is 11000000000001 in 14 bits.
        byte[] modulus = good.clone();
        modulus[1] = (byte) 0b11000000;
        modulus[2] = (byte) (0b00000100 | (good[2] & 3));
        assertThatExceptionOfType(KeyRejectedException.class).isThrownBy(() -> SignaturePublicKey.of(falcon, modulus));
        byte[] below = modulus.clone();
        below[2] = (byte) (good[2] & 3);
        assertThat(SignaturePublicKey.of(falcon, below).bytes()).isEqualTo(below);
    }

    /** The length varies under the padding; all of it must come out at the one length and verify. */
    @Test
    void everyFalconSignatureFitsItsForm() throws Exception {
        Set<SignatureAlgorithm> both = EnumSet.of(SignatureAlgorithm.FALCON_512, SignatureAlgorithm.FALCON_1024);
        for (SignatureAlgorithm falcon : both) {
            SignaturePrivateKey key = SignaturePrivateKey.generate(falcon, RANDOM);
            for (int i = 0; i < 200; i++) {
                byte[] message = {(byte) i};
                byte[] signature = new Signer(key, CONTEXT).sign(message);
                assertThat(signature).hasSize(1 + falcon.signatureBytes());
                new Verifier(key.publicKey(), CONTEXT).verify(message, signature);
            }
        }
    }

    private static MLDSAParameters parameters(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_DSA_44 -> MLDSAParameters.ml_dsa_44;
            case ML_DSA_65 -> MLDSAParameters.ml_dsa_65;
            default -> MLDSAParameters.ml_dsa_87;
        };
    }

    private static byte[] peerSigns(MLDSAPrivateKeyParameters key, byte[] signed) throws Exception {
        MLDSASigner signer = new MLDSASigner();
        signer.init(true, key);
        signer.update(signed, 0, signed.length);
        return signer.generateSignature();
    }

    private static boolean peerAccepts(
            SignatureAlgorithm algorithm, SignaturePrivateKey key, byte[] message, byte[] signature) {
        MLDSASigner signer = new MLDSASigner();
        signer.init(false, new MLDSAPublicKeyParameters(parameters(algorithm), key.publicKey().bytes()));
        byte[] signed = CONTEXT.bind(message);
        signer.update(signed, 0, signed.length);
        return signer.verifySignature(Arrays.copyOfRange(signature, 1, signature.length));
    }

    /** Gives out one seed and nothing else. */
    private static final class Fixed extends SecureRandom {

        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        Fixed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            assertThat(bytes).hasSameSizeAs(seed);
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
