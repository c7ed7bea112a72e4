package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;

/**
 * PBKDF2 (RFC 8018 section 5.2) over HMAC-SHA256 or HMAC-SHA512, for formats of others; new ones take {@link Argon2id}.
 * Passwords are bytes, which the JDK's own does not take.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, those returned become the caller's to close.
 */
public final class Pbkdf2 {

    public static final Pbkdf2 SHA_256 = new Pbkdf2("HmacSHA256", 32, JdkProviders.SUN_JCE);
    public static final Pbkdf2 SHA_512 = new Pbkdf2("HmacSHA512", 64, JdkProviders.SUN_JCE);

    /** What RFC-0002 section 8.2 asks of a master key. For passwords OWASP asks 600,000 of SHA-256, 210,000 of SHA-512. */
    public static final int MIN_ITERATIONS = 100_000;

    /** With 64 bytes of output 5 seconds of one processor over SHA-256, 9 over SHA-512. */
    public static final int MAX_ITERATIONS = 10_000_000;

    public static final int MIN_SALT_BYTES = 8;
    public static final int MAX_SALT_BYTES = 256;
    public static final int MIN_OUTPUT_BYTES = 16;
    public static final int MAX_OUTPUT_BYTES = 64;
    public static final int MAX_PASSWORD_BYTES = 1_024;

    private final String macName;
    private final int hashBytes;
    private final Provider provider;
    private final Tested tested;

    private Pbkdf2(String macName, int hashBytes, Provider provider) {
        this.macName = macName;
        this.hashBytes = hashBytes;
        this.provider = provider;
        this.tested = Tested.of("pbkdf2 " + macName, provider.getName(), this::selfTest);
    }

    public SecretBytes derive(SecretBytes password, byte[] salt, int iterations, int bytes) {
        requireBetween("iterations", MIN_ITERATIONS, MAX_ITERATIONS, iterations);
        requireBetween("bytes of salt", MIN_SALT_BYTES, MAX_SALT_BYTES, salt.length);
        requireBetween("bytes of output", MIN_OUTPUT_BYTES, MAX_OUTPUT_BYTES, bytes);
        requireBetween("bytes of password", 1, MAX_PASSWORD_BYTES, password.length());
        return deriveTested(password, salt, iterations, bytes);
    }

    /** For {@link Pkcs12Kdf}, whose bounds are others. */
    SecretBytes deriveTested(SecretBytes password, byte[] salt, int iterations, int bytes) {
        tested.require();
        byte[] output = compute(password, salt, iterations, bytes);
        SecretBytes derived = SecretBytes.copyOf(output);
        Arrays.fill(output, (byte) 0);
        return derived;
    }

    private static void requireBetween(String what, int least, int most, int value) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("PBKDF2 takes " + least + " to " + most + " " + what + ", not " + value);
        }
    }

    /** Without the bounds, which published vectors do not keep. */
    byte[] compute(SecretBytes password, byte[] salt, int iterations, int bytes) {
        Mac mac = engine(password);
        byte[] output = new byte[bytes];
        for (int at = 0, number = 1; at < bytes; at += hashBytes, number++) {
            byte[] block = block(mac, salt, number, iterations);
            System.arraycopy(block, 0, output, at, Math.min(hashBytes, bytes - at));
            Arrays.fill(block, (byte) 0);
        }
        return output;
    }

    private static byte[] block(Mac mac, byte[] salt, int number, int iterations) {
        mac.update(salt);
        byte[] round = mac.doFinal(ByteBuffer.allocate(4).putInt(number).array());
        byte[] block = round.clone();
        for (int i = 1; i < iterations; i++) {
            round = mac.doFinal(round);
            for (int j = 0; j < block.length; j++) {
                block[j] ^= round[j];
            }
        }
        return block;
    }

    private Mac engine(SecretBytes password) {
        try {
            Mac mac = Mac.getInstance(macName, provider);
            mac.init(password.asKey(macName));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no " + macName + " in this JDK", e);
        }
    }

    /** Over each hash, with the state of its self-test. */
    public static List<Tested> tested() {
        return List.of(SHA_256.tested, SHA_512.tested);
    }

    static void selfTest(Provider provider) {
        new Pbkdf2("HmacSHA256", 32, provider).selfTest();
        new Pbkdf2("HmacSHA512", 64, provider).selfTest();
    }

    /** RFC 7914 section 11, and a published vector of SHA-512; both cheaper than {@link #derive} allows. */
    private void selfTest() {
        if (hashBytes == 32) {
            selfTest("passwd", 1, "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc49ca9cccf179b645"
                    + "991664b39d77ef317c71b845b1e30bd509112041d3a19783");
        } else {
            selfTest("password", 2, "e1d9c16aa681708a45f5c7c4e215ceb66e011a2e9f0040713f18aefdb866d53cf76cab2868a39b9f"
                    + "7840edce4fef5a82be67335c77a6068e04112754f27ccf4e");
        }
    }

    private void selfTest(String password, int iterations, String expected) {
        try (SecretBytes secret = SecretBytes.copyOf(password.getBytes(StandardCharsets.US_ASCII))) {
            byte[] salt = "salt".getBytes(StandardCharsets.US_ASCII);
            KnownAnswer.require("PBKDF2 " + macName, expected, compute(secret, salt, iterations, 64));
        }
    }
}
