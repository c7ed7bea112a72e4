package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Vectors that others publish; they lie beside the project, not in it. */
class PublicVectorsTest {

    private static final Path VECTORS = Path.of("../../shared/vectors");
    private static final HexFormat HEX = HexFormat.of();

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
        for (JsonNode group : read("wycheproof/ed25519_test.json").get("testGroups")) {
            byte[] key = hex(group.get("publicKey").get("pk"));
            for (JsonNode test : group.get("tests")) {
                boolean expected = test.get("result").asString().equals("valid");
                boolean accepted = accepts(backend, key, hex(test.get("msg")), hex(test.get("sig")));
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
        for (JsonNode test : read("ed25519-speccheck.json")) {
            assertThat(accepts(backend, hex(test.get("pub_key")), hex(test.get("message")), hex(test.get("signature"))))
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

    private static JsonNode read(String name) {
        Path file = VECTORS.resolve(name);
        assumeTrue(Files.isReadable(file), "public vectors are not at " + file.toAbsolutePath().normalize());
        return JsonMapper.shared().readTree(file);
    }

    private static byte[] hex(JsonNode node) {
        return HEX.parseHex(node.asString());
    }
}
