package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.PKCS12ParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The two keys of a PKCS#12 file, from a password in UTF-8: that of the MAC by RFC 7292 appendix B over SHA-256, that of
 * the encryption by {@link Pbkdf2} over HMAC-SHA256. For files of others; new formats take {@link Argon2id}.
 *
 * <p>Guarantee: a call costs no more than the bounds. Not guaranteed: that a password withstands; the least number of
 * iterations is what OpenSSL 3.0 writes, and slows nobody down.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, those returned become the caller's to close.
 */
public final class Pkcs12Kdf {

    public static final int MIN_ITERATIONS = 2_048;
    public static final int MAX_ITERATIONS = Pbkdf2.MAX_ITERATIONS;
    public static final int MIN_SALT_BYTES = 8;
    public static final int MAX_SALT_BYTES = 64;
    public static final int MAX_PASSWORD_BYTES = Pbkdf2.MAX_PASSWORD_BYTES;

    /** Both keys: of HMAC-SHA256 and of AES-256. */
    private static final int KEY_BYTES = 32;

    private static final Tested TESTED = Tested.of("pkcs12 mac key sha-256", "bouncy-castle", Pkcs12Kdf::selfTest);

    private Pkcs12Kdf() {}

    /** Whether a file from a stranger may ask for that. */
    public static boolean bears(byte[] salt, int iterations) {
        return salt.length >= MIN_SALT_BYTES
                && salt.length <= MAX_SALT_BYTES
                && iterations >= MIN_ITERATIONS
                && iterations <= MAX_ITERATIONS;
    }

    public static SecretBytes macKey(SecretBytes password, byte[] salt, int iterations) {
        requireBounds(password, salt, iterations);
        TESTED.require();
        return computeMacKey(password, salt, iterations);
    }

    public static SecretBytes encryptionKey(SecretBytes password, byte[] salt, int iterations) {
        requireBounds(password, salt, iterations);
        return Pbkdf2.SHA_256.deriveTested(password, salt, iterations, KEY_BYTES);
    }

    private static void requireBounds(SecretBytes password, byte[] salt, int iterations) {
        if (!bears(salt, iterations)) {
            throw new IllegalArgumentException("keys of PKCS#12 take other salts or iterations: " + iterations);
        }
        requirePassword(password);
    }

    /**
     * Without U+0000, with which HMAC fills passwords up, so that several would be one.
     *
     * @throws IllegalArgumentException unless it is 1 to 1,024 bytes of text in UTF-8
     */
    public static void requirePassword(SecretBytes password) {
        if (password.length() < 1 || password.length() > MAX_PASSWORD_BYTES) {
            throw new IllegalArgumentException("a password has 1 to " + MAX_PASSWORD_BYTES + " bytes, not " + password.length());
        }
        Arrays.fill(bmpString(password), (byte) 0);
    }

    /** Without the bounds, which the known answer does not keep. */
    static SecretBytes computeMacKey(SecretBytes password, byte[] salt, int iterations) {
        byte[] characters = bmpString(password);
        var generator = new PKCS12ParametersGenerator(new SHA256Digest());
        generator.init(characters, salt, iterations);
        byte[] key = ((KeyParameter) generator.generateDerivedMacParameters(KEY_BYTES * Byte.SIZE)).getKey();
        SecretBytes derived = SecretBytes.copyOf(key);
        Arrays.fill(key, (byte) 0);
        Arrays.fill(characters, (byte) 0);
        return derived;
    }

    /** Big-endian UTF-16 with two zero bytes behind (RFC 7292 appendix B.1); as OpenSSL and the JDK with surrogates. */
    private static byte[] bmpString(SecretBytes password) {
        byte[] utf8 = password.asKey("PKCS12").getEncoded();
        try {
            requireNoNul(utf8);
            CharBuffer characters = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            ByteBuffer bmp = ByteBuffer.allocate(2 * characters.remaining() + 2);
            bmp.asCharBuffer().put(characters);
            Arrays.fill(characters.array(), '\0');
            return bmp.array();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a password of PKCS#12 is text in UTF-8");
        } finally {
            Arrays.fill(utf8, (byte) 0);
        }
    }

    private static void requireNoNul(byte[] utf8) {
        for (byte each : utf8) {
            if (each == 0) {
                throw new IllegalArgumentException("a password of PKCS#12 has no U+0000");
            }
        }
    }

    public static List<Tested> tested() {
        return List.of(TESTED);
    }

    /** Computed by OpenSSL 3.0. */
    static void selfTest() {
        byte[] salt = KnownAnswer.hex("0a58cf64530d823f");
        try (SecretBytes password = SecretBytes.copyOf("smeg".getBytes(StandardCharsets.US_ASCII));
                SecretBytes key = computeMacKey(password, salt, 2)) {
            KnownAnswer.require("the MAC key of PKCS#12", "8dfd4bec007276b4fe68f1a9f245f4fac02cbd97cee0a3973535"
                    + "0d430b850b7d", key.asKey("HmacSHA256").getEncoded());
        }
    }
}
