package dev.shieldwall.crypto.kem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMGenerator;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingPublicKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Every KEM against vectors of others or a second library. */
class KemVectorsTest {

    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    /** 153 secrets that must come out; 40 seeds and ciphertexts of lengths that we refuse. */
    @Test
    void wycheproofMlKem768Holds() {
        int held = 0;
        int refused = 0;
        for (JsonNode group : PublicVectors.wycheproof("mlkem_768_test.json").get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                String name = "tcId " + test.get("tcId");
                boolean valid = test.get("result").asString().equals("valid");
                try (KemPrivateKey key = KemPrivateKey.of(KemAlgorithm.ML_KEM_768, PublicVectors.hex(test, "seed"))) {
                    SecretBytes secret = key.decapsulate(KemAlgorithm.ML_KEM_768.tag(PublicVectors.hex(test, "c")));
                    assertThat(valid).as(name).isTrue();
                    assertThat(secret.copy(SecretAccess.granted())).as(name).isEqualTo(PublicVectors.hex(test, "K"));
                    assertThat(key.publicKey().bytes()).as(name).isEqualTo(PublicVectors.hex(test, "ek"));
                    held++;
                } catch (KeyRejectedException | CiphertextRejectedException e) {
                    assertThat(valid).as(name + ": " + e.getMessage()).isFalse();
                    refused++;
                }
            }
        }
        assertThat(held).isEqualTo(153);
        assertThat(refused).isEqualTo(40);
    }

    /** All 518 give the secret of RFC 7748, but those where that is zero; they are the only ones refused. */
    @Test
    void wycheproofX25519Holds() throws Exception {
        int agreed = 0;
        int refused = 0;
        for (JsonNode group : PublicVectors.wycheproof("x25519_test.json").get("testGroups")) {
            for (JsonNode test : group.get("tests")) {
                String name = "tcId " + test.get("tcId");
                KemPrivateKey own = KemPrivateKey.of(KemAlgorithm.X25519, PublicVectors.hex(test, "private"));
                KemPublicKey peer = KemPublicKey.of(KemAlgorithm.X25519, PublicVectors.hex(test, "public"));
                byte[] expected = PublicVectors.hex(test, "shared");
                if (Arrays.equals(expected, new byte[32])) {
                    assertThat(test.get("result").asString()).isEqualTo("acceptable");
                    assertThatExceptionOfType(KeyRejectedException.class)
                            .as(name)
                            .isThrownBy(() -> DhAgreement.agree(own, peer));
                    refused++;
                } else {
                    assertThat(DhAgreement.agree(own, peer).copy(SecretAccess.granted())).as(name).isEqualTo(expected);
                    agreed++;
                }
            }
        }
        assertThat(agreed + refused).isEqualTo(518);
        assertThat(agreed).isEqualTo(X25519_AGREED);
    }

    private static final int X25519_AGREED = 487;

    @ParameterizedTest
    @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024"})
    void bouncyCastleAndTheJdkGetTheSameSecretAlsoOfAChangedCiphertext(KemAlgorithm algorithm) throws Exception {
        for (int i = 0; i < 20; i++) {
            KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
            byte[] seed = Arrays.copyOfRange(key.encode(SecretAccess.granted()), 1, 65);
            MLKEMExtractor peer = new MLKEMExtractor(new MLKEMPrivateKeyParameters(parameters(algorithm), seed));
            byte[] ciphertext = key.publicKey().encapsulate(RANDOM).ciphertext();
            assertThat(peer.extractSecret(tail(ciphertext))).isEqualTo(secret(key, ciphertext));
            ciphertext[1 + RANDOM.nextInt(ciphertext.length - 1)] ^= 1;
            assertThat(peer.extractSecret(tail(ciphertext))).isEqualTo(secret(key, ciphertext));
            SecretWithEncapsulation theirs = new MLKEMGenerator(RANDOM)
                    .generateEncapsulated(new MLKEMPublicKeyParameters(parameters(algorithm), key.publicKey().bytes()));
            assertThat(secret(key, algorithm.tag(theirs.getEncapsulation()))).isEqualTo(theirs.getSecret());
        }
    }

    @Test
    void bouncyCastleAndWeAreTheSameXWing() throws Exception {
        for (int i = 0; i < 20; i++) {
            KemPrivateKey key = KemPrivateKey.generate(KemAlgorithm.X_WING, RANDOM);
            byte[] seed = Arrays.copyOfRange(key.encode(SecretAccess.granted()), 1, 33);
            XWingKEMExtractor peer = new XWingKEMExtractor(new XWingPrivateKeyParameters(seed));
            Encapsulation ours = key.publicKey().encapsulate(RANDOM);
            assertThat(peer.extractSecret(tail(ours.ciphertext())))
                    .isEqualTo(ours.sharedSecret().copy(SecretAccess.granted()));
            SecretWithEncapsulation theirs = new XWingKEMGenerator(RANDOM)
                    .generateEncapsulated(new XWingPublicKeyParameters(key.publicKey().bytes()));
            assertThat(secret(key, KemAlgorithm.X_WING.tag(theirs.getEncapsulation()))).isEqualTo(theirs.getSecret());
        }
    }

    /** The JDK has the DHKEM of RFC 9180, over its own curves. */
    @ParameterizedTest
    @EnumSource(names = {"X25519", "X448"})
    void theJdkAndWeAreTheSameDhKem(KemAlgorithm algorithm) throws Exception {
        String x448 = algorithm == KemAlgorithm.X448 ? "448" : "";
        String spki = x448.isEmpty() ? "302a300506032b656e032100" : "3042300506032b656f033900";
        String pkcs8 = x448.isEmpty() ? "302e020100300506032b656e04220420" : "3046020100300506032b656f043a0438";
        KeyFactory keys = KeyFactory.getInstance("XDH");
        for (int i = 0; i < 5; i++) {
            KemPrivateKey key = KemPrivateKey.generate(algorithm, RANDOM);
            byte[] seed = tail(key.encode(SecretAccess.granted()));
            PublicKey theirPublic = keys.generatePublic(
                    new X509EncodedKeySpec(HEX.parseHex(spki + HEX.formatHex(key.publicKey().bytes()))));
            PrivateKey theirPrivate =
                    keys.generatePrivate(new PKCS8EncodedKeySpec(HEX.parseHex(pkcs8 + HEX.formatHex(seed))));
            KEM.Encapsulated theirs = KEM.getInstance("DHKEM").newEncapsulator(theirPublic).encapsulate();
            assertThat(secret(key, algorithm.tag(theirs.encapsulation()))).isEqualTo(theirs.key().getEncoded());
            Encapsulation ours = key.publicKey().encapsulate(RANDOM);
            assertThat(KEM.getInstance("DHKEM").newDecapsulator(theirPrivate)
                            .decapsulate(tail(ours.ciphertext())).getEncoded())
                    .isEqualTo(ours.sharedSecret().copy(SecretAccess.granted()));
        }
    }

    private static byte[] secret(KemPrivateKey key, byte[] ciphertext) throws CiphertextRejectedException {
        return key.decapsulate(ciphertext).copy(SecretAccess.granted());
    }

    private static MLKEMParameters parameters(KemAlgorithm algorithm) {
        return switch (algorithm) {
            case ML_KEM_512 -> MLKEMParameters.ml_kem_512;
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            default -> MLKEMParameters.ml_kem_1024;
        };
    }

    private static byte[] tail(byte[] tagged) {
        return Arrays.copyOfRange(tagged, 1, tagged.length);
    }
}
