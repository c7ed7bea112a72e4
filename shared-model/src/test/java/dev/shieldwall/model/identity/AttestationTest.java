package dev.shieldwall.model.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.model.Samples;
import dev.shieldwall.model.TestMesh;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import java.util.Comparator;
import java.util.HashSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttestationTest {

    private static final PrincipalId ISSUER = TestMesh.principal("issuer/ca");
    private static final Bytes SIGNATURE = Samples.filled(64, 1);

    private static SortedMap<String, String> claims(int count) {
        var claims = new TreeMap<String, String>();
        for (int i = 0; i < count; i++) {
            claims.put("claim-" + i, "x");
        }
        return claims;
    }

    private static SortedMap<String, String> claim(String name, String value) {
        var claims = new TreeMap<String, String>();
        claims.put(name, value);
        return claims;
    }

    private static Attestation with(SortedMap<String, String> claims) {
        return new Attestation(ISSUER, claims, 1, SIGNATURE);
    }

    private static void refused(SortedMap<String, String> claims) {
        assertThatIllegalArgumentException().isThrownBy(() -> with(claims));
    }

    @Test
    void claimsHaveBounds() {
        assertThat(with(claims(16)).claims()).hasSize(16);
        refused(claims(17));
        assertThat(with(claim("n".repeat(64), "v".repeat(256))).claims()).hasSize(1);
        assertThat(with(claim("n", "")).claims()).hasSize(1);
        refused(claim("n".repeat(65), "v"));
        refused(claim("n", "v".repeat(257)));
        refused(claim("", "v"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\nb", "\u007f", "\u0085", "\ud800", "\udc00\ud800"})
    void claimsAreOfPlainCharacters(String text) {
        refused(claim(text, "v"));
        refused(claim("n", text));
    }

    @Test
    void timeAndSignatureHaveTheirForm() {
        assertThat(new Attestation(ISSUER, claims(0), 0, SIGNATURE).notAfterMillis()).isZero();
        assertThatIllegalArgumentException().isThrownBy(() -> new Attestation(ISSUER, claims(0), -1, SIGNATURE));
        for (int size : new int[] {0, 63, 65}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Attestation(ISSUER, claims(0), 1, Samples.filled(size, 1)));
        }
    }

    @Test
    void claimsAreACopyInOneOrder() {
        var backwards = new TreeMap<String, String>(Comparator.reverseOrder());
        backwards.putAll(claims(3));
        Attestation attestation = with(backwards);
        backwards.clear();
        assertThat(attestation.claims().keySet()).containsExactly("claim-0", "claim-1", "claim-2");
        assertThatThrownBy(() -> attestation.claims().clear()).isInstanceOf(UnsupportedOperationException.class);
        CborCodec<Attestation> codec = CborCodec.of(Attestation.class);
        assertThat(codec.encode(attestation)).isEqualTo(codec.encode(with(claims(3))));
    }

    @Test
    void theIssuerSignsEveryPart() {
        PrincipalId subject = Samples.HOLDER;
        VerificationKey key = Samples.KEY;
        VerificationKey otherKey = VerificationKey.ed25519(TestMesh.signer(9).publicKey().bytes());
        var messages = new HashSet<Bytes>();
        messages.add(message(Hash.ZERO, subject, key, ISSUER, 1));
        messages.add(message(Hash.sha256(), subject, key, ISSUER, 1));
        messages.add(message(Hash.ZERO, ISSUER, key, ISSUER, 1));
        messages.add(message(Hash.ZERO, subject, otherKey, ISSUER, 1));
        messages.add(message(Hash.ZERO, subject, key, subject, 1));
        messages.add(message(Hash.ZERO, subject, key, ISSUER, 2));
        messages.add(Bytes.wrap(Attestation.message(Hash.ZERO, subject, key, ISSUER, claims(2), 1)));
        assertThat(messages).hasSize(7);
    }

    private static Bytes message(Hash chain, PrincipalId subject, VerificationKey key, PrincipalId issuer, long end) {
        return Bytes.wrap(Attestation.message(chain, subject, key, issuer, claims(1), end));
    }

    @Test
    void aKeyIsOfTheOneSuiteAndLength() {
        Bytes key = Samples.KEY.key();
        assertThatIllegalArgumentException().isThrownBy(() -> new VerificationKey("Ed25519", key));
        assertThatIllegalArgumentException().isThrownBy(() -> new VerificationKey("ed448", key));
        assertThatIllegalArgumentException().isThrownBy(() -> new VerificationKey("", key));
        for (int size : new int[] {0, 31, 33, 64}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new VerificationKey("ed25519", Samples.filled(size, 1)));
        }
    }
}
