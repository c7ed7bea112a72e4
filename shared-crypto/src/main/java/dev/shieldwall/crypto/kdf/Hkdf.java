package dev.shieldwall.crypto.kdf;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.Engines;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * HKDF (RFC 5869) over SHA-256 or SHA-512, by driving the JDK's MAC: two thirds of the time of its {@code KDF} service.
 *
 * <p>Guarantee: keys for different {@code info} tell nothing about each other. Not guaranteed: strength that the input
 * lacks; a password goes through {@link Argon2id}.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, those returned become the caller's to close.
 */
public final class Hkdf {

    public static final Hkdf SHA_256 = new Hkdf("HmacSHA256", 32, JdkProviders.SUN_JCE);
    public static final Hkdf SHA_512 = new Hkdf("HmacSHA512", 64, JdkProviders.SUN_JCE);

    private static final int MAX_BLOCKS = 255;
    private static final byte[] BLANK = new byte[1];

    private final String macName;
    private final int hashBytes;
    private final Engines<Mac> engines;
    private final Tested tested;

    private Hkdf(String macName, int hashBytes, Provider provider) {
        this.macName = macName;
        this.hashBytes = hashBytes;
        this.engines = new Engines<>(() -> engine(macName, provider));
        this.tested = Tested.of("hkdf " + macName, provider.getName(), this::selfTest);
    }

    /** The most that one expansion yields: 255 blocks of the hash. */
    public int maxBytes() {
        return MAX_BLOCKS * hashBytes;
    }

    /** Extract and expand. An empty salt is allowed and is as many zeros as the hash is long. */
    public SecretBytes derive(SecretBytes input, byte[] salt, byte[] info, int bytes) {
        requireLength(bytes);
        Mac mac = take();
        byte[] pseudorandomKey = extract(mac, input, salt);
        return expand(mac, pseudorandomKey, info, bytes);
    }

    /** Section 2.2: a key of the hash's length for any number of {@link #expand}. */
    public SecretBytes extract(SecretBytes input, byte[] salt) {
        Mac mac = take();
        byte[] pseudorandomKey = extract(mac, input, salt);
        giveBack(mac);
        return secret(pseudorandomKey);
    }

    /** Section 2.3. The key must be as long as the hash at least. */
    public SecretBytes expand(SecretBytes pseudorandomKey, byte[] info, int bytes) {
        requireLength(bytes);
        if (pseudorandomKey.length() < hashBytes) {
            throw new IllegalArgumentException("the key to expand has at least " + hashBytes + " bytes, not " + pseudorandomKey.length());
        }
        return expand(take(), pseudorandomKey.asKey(macName).getEncoded(), info, bytes);
    }

    private Mac take() {
        tested.require();
        return engines.take();
    }

    private void requireLength(int bytes) {
        if (bytes < 1 || bytes > maxBytes()) {
            throw new IllegalArgumentException("HKDF yields 1 to " + maxBytes() + " bytes, not " + bytes);
        }
    }

    private byte[] extract(Mac mac, SecretBytes input, byte[] salt) {
        init(mac, salt.length == 0 ? new byte[hashBytes] : salt);
        byte[] raw = input.asKey(macName).getEncoded();
        byte[] pseudorandomKey = mac.doFinal(raw);
        Arrays.fill(raw, (byte) 0);
        return pseudorandomKey;
    }

    /** Takes the key over and overwrites it. */
    private SecretBytes expand(Mac mac, byte[] pseudorandomKey, byte[] info, int bytes) {
        init(mac, pseudorandomKey);
        Arrays.fill(pseudorandomKey, (byte) 0);
        byte[] output = new byte[bytes];
        byte[] block = {};
        for (int at = 0, counter = 1; at < bytes; at += hashBytes, counter++) {
            if (at > 0) {
                mac.update(block);
                Arrays.fill(block, (byte) 0);
            }
            mac.update(info, 0, info.length);
            mac.update((byte) counter);
            block = mac.doFinal();
            System.arraycopy(block, 0, output, at, Math.min(hashBytes, bytes - at));
        }
        Arrays.fill(block, (byte) 0);
        giveBack(mac);
        return secret(output);
    }

    private void init(Mac mac, byte[] key) {
        try {
            mac.init(new BorrowedKey(macName, key));
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("an HMAC takes any key", e);
        }
    }

    /** Without the key that it was used with. */
    private void giveBack(Mac mac) {
        init(mac, BLANK);
        engines.giveBack(mac);
    }

    /** An array that its owner overwrites once the engine has taken its copy, which the engine overwrites. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call; never compared or shown
    private record BorrowedKey(String algorithm, byte[] bytes) implements SecretKey {

        @Override
        public String getAlgorithm() {
            return algorithm;
        }

        @Override
        public String getFormat() {
            return "RAW";
        }

        @Override
        public byte[] getEncoded() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return algorithm;
        }
    }

    private static SecretBytes secret(byte[] bytes) {
        SecretBytes secret = SecretBytes.copyOf(bytes);
        Arrays.fill(bytes, (byte) 0);
        return secret;
    }

    private static Mac engine(String name, Provider provider) {
        try {
            return Mac.getInstance(name, provider);
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no " + name + " in this JDK", e);
        }
    }

    /** Over each hash, with the state of its self-test. */
    public static List<Tested> tested() {
        return List.of(SHA_256.tested, SHA_512.tested);
    }

    static void selfTest(Provider provider) {
        new Hkdf("HmacSHA256", 32, provider).selfTest();
        new Hkdf("HmacSHA512", 64, provider).selfTest();
    }

    /** RFC 5869 case A.1, and the same input over SHA-512. */
    private void selfTest() {
        selfTest(hashBytes == 32
                ? "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
                : "832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb");
    }

    private void selfTest(String expected) {
        try (SecretBytes input = SecretBytes.copyOf(KnownAnswer.hex("0b".repeat(22)));
                SecretBytes output = derive(
                        input, KnownAnswer.hex("000102030405060708090a0b0c"), KnownAnswer.hex("f0f1f2f3f4f5f6f7f8f9"), 42)) {
            KnownAnswer.require("HKDF " + macName, expected, output.asKey(macName).getEncoded());
        }
    }
}
