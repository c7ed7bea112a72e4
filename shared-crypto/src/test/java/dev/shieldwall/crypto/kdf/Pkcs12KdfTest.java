package dev.shieldwall.crypto.kdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs12KdfTest {

    private static final byte[] SALT = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int LEAST = Pkcs12Kdf.MIN_ITERATIONS;

    /** Computed by {@code openssl kdf … PKCS12KDF} and {@code PBKDF2} of OpenSSL 3.0, the second with a surrogate pair. */
    @ParameterizedTest
    @CsvSource({
        "correct horse, 2048, 03408E6F3E62BCF9228C0B8D151E7AAC38EB514912A5811AACDAB6B764C66C5C, FAC39580E63B0D73BC93AEE0338E6EEB624AD693F810FC78713ACFACA1DBF420",
        "pässwörd😀, 3000, 3221A355C8E6C5D5401B8F061952D92F452995E7DA19D87C622822B8A5667B47, 3FFFB26C206B50F563B9B5B8E68BB3A54E166D543F14F322B6B715B8C45ACB51"
    })
    void keysAreThoseOfOpenssl(String password, int iterations, String macKey, String encryptionKey) {
        assertThat(bytes(Pkcs12Kdf.macKey(secret(password), SALT, iterations))).asHexString().isEqualToIgnoringCase(macKey);
        assertThat(bytes(Pkcs12Kdf.encryptionKey(secret(password), SALT, iterations)))
                .asHexString()
                .isEqualToIgnoringCase(encryptionKey);
    }

    @Test
    void theKnownAnswerHolds() {
        Pkcs12Kdf.selfTest();
    }

    @Test
    void boundsHoldOnBothSides() {
        assertThat(Pkcs12Kdf.bears(SALT, 2_048)).isTrue();
        assertThat(Pkcs12Kdf.bears(SALT, 2_047)).isFalse();
        assertThat(Pkcs12Kdf.bears(SALT, 10_000_000)).isTrue();
        assertThat(Pkcs12Kdf.bears(SALT, 10_000_001)).isFalse();
        assertThat(Pkcs12Kdf.bears(new byte[7], LEAST)).isFalse();
        assertThat(Pkcs12Kdf.bears(new byte[64], LEAST)).isTrue();
        assertThat(Pkcs12Kdf.bears(new byte[65], LEAST)).isFalse();
    }

    @Test
    void whatIsOutsideOfTheBoundsIsRefusedBeforeAnyWork() {
        SecretBytes password = secret("password");
        assertRefused(password, SALT, 2_047);
        assertRefused(password, SALT, 10_000_001);
        assertRefused(password, new byte[7], LEAST);
        assertRefused(secret(""), SALT, LEAST);
        assertRefused(secret("x".repeat(1_025)), SALT, LEAST);
        assertThat(Pkcs12Kdf.macKey(secret("x".repeat(1_024)), SALT, LEAST).length()).isEqualTo(32);
        assertThat(Pkcs12Kdf.encryptionKey(secret("x"), SALT, LEAST).length()).isEqualTo(32);
    }

    @Test
    void aPasswordThatIsNoTextIsRefusedWithoutItsBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pkcs12Kdf.macKey(SecretBytes.copyOf(new byte[] {'a', (byte) 0xc3}), SALT, LEAST))
                .withMessage("a password of PKCS#12 is text in UTF-8")
                .withNoCause();
    }

    /** HMAC and appendix B fill up with zeros, or repeat: one, two or eight of U+0000 are one password. */
    @Test
    void aPasswordWithNulIsRefused() {
        for (String password : new String[] {"\u0000", "\u0000".repeat(8), "password\u0000", "pass\u0000word"}) {
            assertRefused(secret(password), SALT, LEAST);
            assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12Kdf.requirePassword(secret(password)));
        }
        Pkcs12Kdf.requirePassword(secret("\u0001"));
    }

    @Test
    void thePasswordStaysTheCallers() {
        SecretBytes password = secret("password");
        Pkcs12Kdf.macKey(password, SALT, LEAST).close();
        Pkcs12Kdf.encryptionKey(password, SALT, LEAST).close();
        assertThat(password).isEqualTo(secret("password"));
    }

    private static void assertRefused(SecretBytes password, byte[] salt, int iterations) {
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12Kdf.macKey(password, salt, iterations));
        assertThatIllegalArgumentException().isThrownBy(() -> Pkcs12Kdf.encryptionKey(password, salt, iterations));
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(SecretBytes secret) {
        return secret.copy(SecretAccess.granted());
    }
}
