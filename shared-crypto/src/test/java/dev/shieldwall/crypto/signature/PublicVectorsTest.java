package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.PublicVectors;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Vectors that others publish; they lie beside the project, not in it. */
class PublicVectorsTest {

    private static final int WYCHEPROOF_VALID = 88;
    private static final int WYCHEPROOF_INVALID = 63;

    static List<SignatureBackend> backends() {
        return SelectedBackend.present();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void wycheproofHolds(SignatureBackend backend) {
        int valid = 0;
        int invalid = 0;
        for (JsonNode group : PublicVectors.read("wycheproof/ed25519_test.json").get("testGroups")) {
            byte[] key = PublicVectors.hex(group.get("publicKey").get("pk"));
            for (JsonNode test : group.get("tests")) {
                boolean expected = test.get("result").asString().equals("valid");
                boolean accepted = accepts(backend, key, PublicVectors.hex(test, "msg"), PublicVectors.hex(test, "sig"));
                assertThat(accepted).as("tcId " + test.get("tcId") + " " + test.get("comment")).isEqualTo(expected);
                valid += expected ? 1 : 0;
                invalid += expected ? 0 : 1;
            }
        }
        assertThat(valid).isEqualTo(WYCHEPROOF_VALID);
        assertThat(invalid).isEqualTo(WYCHEPROOF_INVALID);
    }

    /** Twelve cases on which libraries disagree. */
    @ParameterizedTest
    @MethodSource("backends")
    void everySpeccheckCaseIsRejected(SignatureBackend backend) {
        int rejected = 0;
        for (JsonNode test : PublicVectors.read("ed25519-speccheck.json")) {
            assertThat(accepts(backend, PublicVectors.hex(test, "pub_key"), PublicVectors.hex(test, "message"), PublicVectors.hex(test, "signature")))
                    .as("case " + rejected)
                    .isFalse();
            rejected++;
        }
        assertThat(rejected).isEqualTo(12);
    }

    private static boolean accepts(SignatureBackend backend, byte[] key, byte[] message, byte[] signature) {
        try {
            StrictRule.verify(Ed25519PublicKey.of(key, backend).verifying(), message, signature);
            return true;
        } catch (KeyRejectedException | SignatureRejectedException e) {
            return false;
        }
    }
}
