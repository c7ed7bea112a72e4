package dev.shieldwall.crypto.pkcs11;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import dev.shieldwall.crypto.pkcs11.Cryptoki.GcmHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * An AES-256 key in a token that seals data keys. The sealed form is
 *
 * <pre>0x70 (1) | nonce (12) | ciphertext | tag (16)</pre>
 *
 * and what the token authenticates besides is 0x70 and the context, which says what the data key is for.
 *
 * <p>Guarantee: what opens was sealed with this key and this context, and what was sealed has been opened once before
 * it is returned. Not guaranteed: freshness. Nonces are random, so a key seals at most 2^32 data keys; nobody counts.
 *
 * <p>Thread-safe.
 */
public final class HsmWrappingKey {

    public static final int SHORTEST_DATA_KEY = 16;
    public static final int LONGEST_DATA_KEY = 64;
    public static final int LONGEST_CONTEXT = 64;

    private static final byte VERSION = 0x70;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BYTES = 16;
    private static final int AES_KEY_BYTES = 32;
    private static final int OVERHEAD = 1 + NONCE_BYTES + TAG_BYTES;
    private static final String SELF_TEST = "shieldwall/hsm-self-test/v1";
    private static final String OTHER = "shieldwall/hsm-self-test/v2";

    private final Cryptoki cryptoki;
    private final HeldKey key;
    private final SecureRandom random;

    HsmWrappingKey(Cryptoki cryptoki, HeldKey key, SecureRandom random) {
        this.cryptoki = cryptoki;
        this.key = key;
        this.random = random;
    }

    /** @param context 1 to {@value #LONGEST_CONTEXT} printable ASCII characters; who opens has to say the same */
    public byte[] seal(SecretBytes dataKey, String context) {
        if (dataKey.length() < SHORTEST_DATA_KEY || dataKey.length() > LONGEST_DATA_KEY) {
            throw new IllegalArgumentException("a data key has " + SHORTEST_DATA_KEY + " to " + LONGEST_DATA_KEY + " bytes");
        }
        var header = new GcmHeader(nonce(), associatedData(context));
        byte[] ciphertext = key.with((session, handle) -> cryptoki.seal(session, handle, header, dataKey));
        byte[] sealed = ByteBuffer.allocate(1 + NONCE_BYTES + ciphertext.length)
                .put(VERSION)
                .put(header.nonce())
                .put(ciphertext)
                .array();
        requireOpens(sealed, dataKey, context);
        return sealed;
    }

    private byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return nonce;
    }

    /** Data under a key that never opens again would be lost. */
    private void requireOpens(byte[] sealed, SecretBytes dataKey, String context) {
        try (SecretBytes opened = open(sealed, context)) {
            if (!opened.equals(dataKey)) {
                throw Pkcs11Exception.refused("the token sealed something else than the data key");
            }
        } catch (OpenRejectedException e) {
            throw Pkcs11Exception.refused("the token does not open what it sealed", e);
        }
    }

    /** The caller closes the data key. */
    public SecretBytes open(byte[] sealed, String context) throws OpenRejectedException {
        byte[] associatedData = associatedData(context);
        if (sealed.length < OVERHEAD + SHORTEST_DATA_KEY
                || sealed.length > OVERHEAD + LONGEST_DATA_KEY
                || sealed[0] != VERSION) {
            throw new OpenRejectedException();
        }
        var header = new GcmHeader(Arrays.copyOfRange(sealed, 1, 1 + NONCE_BYTES), associatedData);
        byte[] ciphertext = Arrays.copyOfRange(sealed, 1 + NONCE_BYTES, sealed.length);
        SecretBytes opened = decrypted(header, ciphertext);
        if (opened.length() != sealed.length - OVERHEAD) {
            opened.close();
            throw new OpenRejectedException();
        }
        return opened;
    }

    private SecretBytes decrypted(GcmHeader header, byte[] ciphertext) throws OpenRejectedException {
        try {
            return opened(header, ciphertext);
        } catch (Pkcs11Exception e) {
            rejectOrDoubt(e);
            requireWorking(e);
        }
        // Once more, because a fault that passes fails once as well.
        try {
            return opened(header, ciphertext);
        } catch (Pkcs11Exception e) {
            rejectOrDoubt(e);
            throw new OpenRejectedException();
        }
    }

    private SecretBytes opened(GcmHeader header, byte[] ciphertext) {
        return key.with((session, handle) -> cryptoki.open(session, handle, header, ciphertext));
    }

    /** Returns if the failure may mean a wrong tag or a fault. */
    private static void rejectOrDoubt(Pkcs11Exception failure) throws OpenRejectedException {
        if (failure.is(ReturnValue.ENCRYPTED_DATA_INVALID)
                || failure.is(ReturnValue.ENCRYPTED_DATA_LEN_RANGE)
                || failure.is(ReturnValue.AEAD_DECRYPT_FAILED)) {
            throw new OpenRejectedException();
        }
        if (!failure.is(ReturnValue.GENERAL_ERROR) && !failure.is(ReturnValue.FUNCTION_FAILED)) {
            throw failure;
        }
    }

    /** SoftHSM calls a wrong tag a general error. If the token opens what is right, the fault was in what it was given. */
    private void requireWorking(Pkcs11Exception failure) {
        var header = new GcmHeader(nonce(), associatedData(SELF_TEST));
        try (SecretBytes probe = SecretBytes.random(AES_KEY_BYTES, random)) {
            byte[] sealed = key.with((session, handle) -> cryptoki.seal(session, handle, header, probe));
            try (SecretBytes opened = opened(header, sealed)) {
                if (!opened.equals(probe)) {
                    throw failure;
                }
            }
        }
    }

    private static byte[] associatedData(String context) {
        boolean printable = context.chars().allMatch(c -> c > ' ' && c <= '~');
        if (context.isEmpty() || context.length() > LONGEST_CONTEXT || !printable) {
            throw new IllegalArgumentException("a context is 1 to " + LONGEST_CONTEXT + " printable ASCII characters");
        }
        byte[] label = context.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + label.length).put(VERSION).put(label).array();
    }

    /** A token that leaves the context or the tag unchecked is found here. */
    void selfTest(String label) {
        try (SecretBytes dataKey = SecretBytes.random(AES_KEY_BYTES, random)) {
            byte[] sealed = seal(dataKey, SELF_TEST);
            requireRejected(label, sealed, OTHER, "it opens in another context");
            sealed[sealed.length - 1] ^= 1;
            requireRejected(label, sealed, SELF_TEST, "it opens what was changed");
        }
    }

    private void requireRejected(String label, byte[] sealed, String context, String fault) {
        try {
            open(sealed, context).close();
        } catch (OpenRejectedException expected) {
            return;
        }
        throw Pkcs11Exception.refused("key '" + label + "' failed its self-test: " + fault);
    }
}
