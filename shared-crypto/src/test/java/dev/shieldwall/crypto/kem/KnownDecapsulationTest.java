package dev.shieldwall.crypto.kem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.PublicVectors;
import dev.shieldwall.crypto.internal.Kept;
import java.util.Arrays;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.xwing.XWingKEMExtractor;
import org.bouncycastle.pqc.crypto.xwing.XWingPrivateKeyParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The answers that the self-test keeps are those of others, and the check looks at them. */
class KnownDecapsulationTest {

    private static byte[] kept(KemAlgorithm algorithm) {
        return Kept.read(KnownDecapsulation.class, algorithm.canonicalName() + ".decapsulation");
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024", "X_WING"})
    void aSecondLibraryGetsTheSecretThatIsKept(KemAlgorithm algorithm) {
        byte[] kept = kept(algorithm);
        int ciphertext = algorithm.privateKeyBytes();
        int secret = ciphertext + algorithm.ciphertextBytes();
        assertThat(kept).hasSize(secret + algorithm.secretBytes());
        byte[] seed = Arrays.copyOf(kept, ciphertext);
        byte[] sent = Arrays.copyOfRange(kept, ciphertext, secret);
        byte[] theirs = switch (algorithm) {
            case ML_KEM_512 -> extracted(MLKEMParameters.ml_kem_512, seed, sent);
            case ML_KEM_768 -> extracted(MLKEMParameters.ml_kem_768, seed, sent);
            case ML_KEM_1024 -> extracted(MLKEMParameters.ml_kem_1024, seed, sent);
            default -> new XWingKEMExtractor(new XWingPrivateKeyParameters(seed)).extractSecret(sent);
        };
        assertThat(Arrays.copyOfRange(kept, secret, kept.length)).isEqualTo(theirs);
    }

    private static byte[] extracted(MLKEMParameters parameters, byte[] seed, byte[] sent) {
        return new MLKEMExtractor(new MLKEMPrivateKeyParameters(parameters, seed)).extractSecret(sent);
    }

    @Test
    void thatOfMlKem768IsTheFirstOfWycheproof() {
        JsonNode first = PublicVectors.wycheproof("mlkem_768_test.json").get("testGroups").get(0).get("tests").get(0);
        byte[] kept = kept(KemAlgorithm.ML_KEM_768);
        assertThat(kept).startsWith(PublicVectors.hex(first, "seed")).endsWith(PublicVectors.hex(first, "K"));
    }

    @ParameterizedTest
    @EnumSource(names = {"ML_KEM_512", "ML_KEM_768", "ML_KEM_1024", "X_WING"})
    void anotherSecretFailsTheSelfTest(KemAlgorithm algorithm) {
        KnownDecapsulation.check(algorithm, kept(algorithm));
        byte[] changed = kept(algorithm);
        changed[changed.length - 1] ^= 1;
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> KnownDecapsulation.check(algorithm, changed))
                .withMessageContaining("another secret than the known one");
    }
}
