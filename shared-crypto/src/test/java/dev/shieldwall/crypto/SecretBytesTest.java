package dev.shieldwall.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;

class SecretBytesTest {

    private static final SecretAccess ACCESS = SecretAccess.granted();

    @Test
    void aSecretDoesNotPrintItself() {
        assertThat(secret("hunter2")).hasToString("SecretBytes[7 bytes, redacted]");
        assertThat(String.format("%s", secret("hunter2"))).doesNotContain("hunter2").doesNotContain("68756e74");
    }

    @Test
    void closingOverwritesTheBytesAndEndsReading() throws ReflectiveOperationException {
        SecretBytes secret = secret("hunter2");
        Field field = SecretBytes.class.getDeclaredField("bytes");
        field.setAccessible(true);
        byte[] inside = (byte[]) field.get(secret);
        assertThat(inside).isEqualTo(bytes("hunter2"));

        secret.close();

        assertThat(inside).containsOnly(0);
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> secret.copy(ACCESS));
    }

    @Test
    void secretsCompareByContentUntilTheyAreClosed() {
        SecretBytes secret = secret("hunter2");
        SecretBytes same = secret("hunter2");
        assertThat(secret).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(secret).isNotEqualTo(secret("hunter3")).isNotEqualTo(secret("hunter")).isNotEqualTo("hunter2");
        same.close();
        assertThat(secret).isNotEqualTo(same);
        secret.close();
        assertThat(secret).isNotEqualTo(same);
    }

    @Test
    void noArrayIsSharedWithCallers() {
        byte[] given = bytes("hunter2");
        SecretBytes secret = SecretBytes.copyOf(given);
        given[0] = 0;
        secret.copy(ACCESS)[0] = 0;
        assertThat(secret.copy(ACCESS)).isEqualTo(bytes("hunter2"));
    }

    @Test
    void aKeyIsAViewThatClosesWithItsSecret() {
        SecretBytes secret = secret("hunter2");
        SecretKey key = secret.asKey("AES");
        assertThat(key.getEncoded()).isEqualTo(bytes("hunter2"));
        key.getEncoded()[0] = 0;
        assertThat(key.getEncoded()).isEqualTo(bytes("hunter2"));
        assertThat(key.toString()).doesNotContain("hunter2").contains("redacted");
        assertThatExceptionOfType(NotSerializableException.class)
                .isThrownBy(() -> new ObjectOutputStream(OutputStream.nullOutputStream()).writeObject(key));
        assertThat(key.isDestroyed()).isFalse();
        secret.close();
        assertThat(key.isDestroyed()).isTrue();
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(key::getEncoded);
    }

    @Test
    void aRandomSecretHasTheAskedLength() {
        SecretBytes secret = SecretBytes.random(32, new SecureRandom());
        assertThat(secret.length()).isEqualTo(32);
        assertThat(secret).isNotEqualTo(SecretBytes.random(32, new SecureRandom()));
    }

    @Test
    void constantTimeComparisonAgreesWithEquality() {
        assertThat(ConstantTime.equals(bytes("ab"), bytes("ab"))).isTrue();
        assertThat(ConstantTime.equals(new byte[0], new byte[0])).isTrue();
        assertThat(ConstantTime.equals(bytes("ab"), bytes("ac"))).isFalse();
        assertThat(ConstantTime.equals(bytes("ab"), bytes("abc"))).isFalse();
    }

    private static SecretBytes secret(String text) {
        return SecretBytes.copyOf(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
