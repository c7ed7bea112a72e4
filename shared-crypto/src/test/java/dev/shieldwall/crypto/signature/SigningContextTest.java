package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class SigningContextTest {

    private static final Ed25519PrivateKey KEY = Ed25519PrivateKey.generate(new SecureRandom());
    private static final Ed25519Signer SIGNER = new Ed25519Signer(KEY);

    @Test
    void aLabelHasOneTo64PrintableCharacters() {
        assertThat(SigningContext.of("a").bind(new byte[0])).containsExactly(1, 'a');
        String longest = "x".repeat(SigningContext.MAX_LABEL_BYTES);
        assertThat(SigningContext.of(longest).bind(new byte[0])).hasSize(65).startsWith(64);
        for (String wrong : List.of("", longest + "x", "a b", "a\n", "\u00e4", "\u007f")) {
            assertThatIllegalArgumentException().as(wrong).isThrownBy(() -> SigningContext.of(wrong));
        }
    }

    @Test
    void noLabelAndMessageEqualAnotherLabelAndMessage() {
        assertThat(SigningContext.of("ab").bind(bytes("c"))).isNotEqualTo(SigningContext.of("abc").bind(bytes("")));
        assertThat(SigningContext.of("ab").bind(bytes("c"))).isNotEqualTo(SigningContext.of("a").bind(bytes("bc")));
    }

    /** The length byte of a label is at most 64; every base64url letter, and so every header of a JWS, starts above. */
    @Test
    void aLabelledMessageCanNeverBeAJwsOrANote() {
        for (int length = 1; length <= SigningContext.MAX_LABEL_BYTES; length++) {
            byte[] signed = SigningContext.of("e".repeat(length)).bind(bytes("eyJ9.e30"));
            assertThat(SigningContext.JWS.admits(signed)).isFalse();
            byte[] text = SigningContext.of("e".repeat(length)).bind(bytes("example.org/log\n"));
            assertThat(SigningContext.SIGNED_NOTE.admits(text)).isFalse();
        }
        assertThat((int) Base64.getUrlEncoder().encodeToString(bytes("{\"alg\":\"EdDSA\"}")).charAt(0))
                .isEqualTo('e')
                .isGreaterThan(SigningContext.MAX_LABEL_BYTES);
    }

    @Test
    void aJwsIsNoNoteAndANoteIsNoJws() {
        assertThat(SigningContext.JWS.admits(bytes("eyJ9.e30"))).isTrue();
        assertThat(SigningContext.SIGNED_NOTE.admits(bytes("eyJ9.e30"))).isFalse();
        assertThat(SigningContext.JWS.admits(bytes("example.org/log\n1\n"))).isFalse();
        assertThat(SigningContext.SIGNED_NOTE.admits(bytes("example.org/log\n1\n"))).isTrue();
        assertThat(SigningContext.JWS.admits(new byte[0])).isFalse();
        assertThat(SigningContext.SIGNED_NOTE.admits(new byte[0])).isFalse();
    }

    @Test
    void aMessageWithoutTheFormOfItsContextIsNeitherSignedNorAccepted() throws SignatureRejectedException {
        SigningContext label = SigningContext.of("shieldwall/consensus/v1");
        byte[] labelled = label.bind(bytes("vote"));
        byte[] signature = SIGNER.sign(label, bytes("vote"));
        Ed25519Verifier.verify(KEY.publicKey(), label, bytes("vote"), signature);
        for (SigningContext foreign : List.of(SigningContext.JWS, SigningContext.SIGNED_NOTE)) {
            assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> SIGNER.sign(foreign, labelled));
            assertThatExceptionOfType(SignatureRejectedException.class)
                    .isThrownBy(() -> Ed25519Verifier.verify(KEY.publicKey(), foreign, labelled, signature));
        }
    }

    /** A length byte below 65, the letter of a JWS, the ends of a note; and next to each what is none of them. */
    @Test
    void noBareChallengeIsSignedThatCouldServeInAnotherContext() {
        for (byte[] elsewhere : List.of(challenge(0, 0), challenge(64, 0), challenge('e', 0), challenge('A', '\n'))) {
            assertThatExceptionOfType(CryptoBug.class)
                    .isThrownBy(() -> SIGNER.sign(SigningContext.BARE_CHALLENGE, elsewhere));
        }
        for (byte[] apart : List.of(challenge(65, 0), challenge(0x80, 0), challenge(0xff, '\n'), challenge('A', 0))) {
            assertThat(SIGNER.sign(SigningContext.BARE_CHALLENGE, apart)).hasSize(64);
        }
    }

    @Test
    void aBareChallengeHas32BytesAndIsVerifiedWhateverTheyAre() throws SignatureRejectedException {
        byte[] labelled = SigningContext.of("x".repeat(30)).bind(bytes("v"));
        byte[] signature = SIGNER.sign(SigningContext.of("x".repeat(30)), bytes("v"));
        // What the documentation warns of: a key with another use signed 32 bytes there.
        Ed25519Verifier.verify(KEY.publicKey(), SigningContext.BARE_CHALLENGE, labelled, signature);
        for (int wrong : List.of(31, 33)) {
            byte[] message = new byte[wrong];
            message[0] = -1;
            assertThat(SigningContext.BARE_CHALLENGE.admits(message)).isFalse();
            assertThatExceptionOfType(CryptoBug.class)
                    .isThrownBy(() -> SIGNER.sign(SigningContext.BARE_CHALLENGE, message));
        }
    }

    private static byte[] challenge(int first, int last) {
        byte[] challenge = new byte[SigningContext.CHALLENGE_BYTES];
        challenge[0] = (byte) first;
        challenge[challenge.length - 1] = (byte) last;
        return challenge;
    }

    @Test
    void contextsCompareByLabelAndForm() {
        assertThat(SigningContext.of("JWS")).isNotEqualTo(SigningContext.JWS).isEqualTo(SigningContext.of("JWS"));
        assertThat(SigningContext.of("JWS")).hasSameHashCodeAs(SigningContext.of("JWS")).hasToString("JWS");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
