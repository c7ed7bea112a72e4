package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.Engines;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * The JDK's ciphers with one key. Those that seal are kept apart from those that open, because the JDK refuses to seal
 * with the nonce that the same object opened last, which is no mistake of a caller who checks his own work.
 */
final class AeadEngine {

    /** What is authenticated but not encrypted: the parts of the associated data are concatenated. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call and is never compared
    record Header(byte[] nonce, byte[]... associatedData) {}

    /** Nobody's key, so that the JDK never takes overwriting for the second use of a nonce. */
    private static final SecretBytes NOBODYS = SecretBytes.random(AeadAlgorithm.KEY_BYTES, new SecureRandom());

    private final AeadKey aeadKey;
    private final AeadAlgorithm algorithm;
    private final SecretKey key;
    private final Engines<Cipher> sealing;
    private final Engines<Cipher> opening;

    AeadEngine(AeadKey aeadKey, Provider provider) {
        this.aeadKey = aeadKey;
        this.algorithm = aeadKey.algorithm();
        this.key = aeadKey.secret().asKey(keyName(algorithm));
        this.sealing = new Engines<>(() -> cipher(algorithm, provider));
        this.opening = new Engines<>(() -> cipher(algorithm, provider));
    }

    AeadKey key() {
        return aeadKey;
    }

    /** Writes ciphertext and tag behind each other into the array. */
    void seal(Header header, byte[] plaintext, byte[] sealed, int at) {
        requireAdmitted(plaintext.length);
        try {
            Cipher cipher = start(sealing, Cipher.ENCRYPT_MODE, header);
            cipher.doFinal(plaintext, 0, plaintext.length, sealed, at);
            sealing.giveBack(cipher);
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    void seal(Header header, ByteBuffer plaintext, ByteBuffer sealed) {
        requireTwo(plaintext, sealed);
        requireAdmitted(plaintext.remaining());
        int written = plaintext.remaining() + AeadAlgorithm.TAG_BYTES;
        ByteBuffer target = target(sealed, written);
        try {
            Cipher cipher = start(sealing, Cipher.ENCRYPT_MODE, header);
            cipher.doFinal(plaintext, target);
            sealing.giveBack(cipher);
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
        sealed.position(sealed.position() + written);
    }

    /** Opens ciphertext and tag, which begin at that place of the array and end with it. */
    byte[] open(Header header, byte[] sealed, int from) throws OpenRejectedException {
        requireOpenable(sealed.length - from);
        try {
            Cipher cipher = start(opening, Cipher.DECRYPT_MODE, header);
            byte[] plaintext = cipher.doFinal(sealed, from, sealed.length - from);
            opening.giveBack(cipher);
            return plaintext;
        } catch (AEADBadTagException e) {
            throw new OpenRejectedException();
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    void open(Header header, ByteBuffer sealed, ByteBuffer plaintext) throws OpenRejectedException {
        requireTwo(sealed, plaintext);
        requireOpenable(sealed.remaining());
        int written = sealed.remaining() - AeadAlgorithm.TAG_BYTES;
        ByteBuffer target = target(plaintext, written);
        try {
            Cipher cipher = start(opening, Cipher.DECRYPT_MODE, header);
            cipher.doFinal(sealed.duplicate(), target);
            opening.giveBack(cipher);
        } catch (AEADBadTagException e) {
            overwrite(plaintext, written);
            throw new OpenRejectedException();
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
        sealed.position(sealed.limit());
        plaintext.position(plaintext.position() + written);
    }

    @SuppressWarnings("ReferenceEquality") // two buffers over the same bytes are welcome
    private static void requireTwo(ByteBuffer in, ByteBuffer out) {
        if (in == out) {
            throw new IllegalArgumentException("one buffer object cannot move twice; a duplicate may share its memory");
        }
    }

    /**
     * A view that begins where writing begins. After a wrong tag the JDK clears a direct buffer from its beginning, not
     * from its position, and would take what the caller had written before.
     */
    private static ByteBuffer target(ByteBuffer out, int bytes) {
        if (out.remaining() < bytes) {
            throw new IllegalArgumentException("the output needs " + bytes + " bytes, not " + out.remaining());
        }
        return out.slice(out.position(), bytes);
    }

    /** Unauthenticated plaintext, which the JDK leaves in place when it decrypts in place. */
    private static void overwrite(ByteBuffer out, int bytes) {
        for (int i = 0; i < bytes; i++) {
            out.put(out.position() + i, (byte) 0);
        }
    }

    private Cipher start(Engines<Cipher> engines, int mode, Header header) throws GeneralSecurityException {
        Cipher cipher = engines.take();
        init(cipher, mode, header.nonce());
        for (byte[] part : header.associatedData()) {
            cipher.updateAAD(part);
        }
        return cipher;
    }

    private void init(Cipher cipher, int mode, byte[] nonce) throws GeneralSecurityException {
        switch (algorithm) {
            case AES_256_GCM -> cipher.init(mode, key, new GCMParameterSpec(AeadAlgorithm.TAG_BYTES * 8, nonce));
            case CHACHA20_POLY1305 -> cipher.init(mode, key, new IvParameterSpec(nonce));
            case XCHACHA20_POLY1305 -> initExtended(cipher, mode, nonce);
        }
    }

    /** ChaCha20-Poly1305 with the derived key; the last 8 bytes of the nonce stand behind 4 zeros. */
    private void initExtended(Cipher cipher, int mode, byte[] nonce) throws GeneralSecurityException {
        byte[] whole = key.getEncoded();
        byte[] derived = HChaCha20.subkey(whole, nonce);
        Arrays.fill(whole, (byte) 0);
        byte[] inner = new byte[12];
        System.arraycopy(nonce, 16, inner, 4, 8);
        try (SecretBytes subkey = SecretBytes.copyOf(derived)) {
            cipher.init(mode, subkey.asKey(key.getAlgorithm()), new IvParameterSpec(inner));
        } finally {
            Arrays.fill(derived, (byte) 0);
        }
    }

    private static void requireAdmitted(int plaintextBytes) {
        if (plaintextBytes > AeadAlgorithm.MAX_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException(
                    "a message has at most " + AeadAlgorithm.MAX_PLAINTEXT_BYTES + " bytes, not " + plaintextBytes);
        }
    }

    private static void requireOpenable(int sealedBytes) throws OpenRejectedException {
        int plaintextBytes = sealedBytes - AeadAlgorithm.TAG_BYTES;
        if (plaintextBytes < 0 || plaintextBytes > AeadAlgorithm.MAX_PLAINTEXT_BYTES) {
            throw new OpenRejectedException();
        }
    }

    private CryptoBug refused(GeneralSecurityException cause) {
        return new CryptoBug(algorithm.algorithmName() + " refused, most likely a nonce used twice", cause);
    }

    private static Cipher cipher(AeadAlgorithm algorithm, Provider provider) {
        String transformation = switch (algorithm) {
            case AES_256_GCM -> "AES/GCM/NoPadding";
            case CHACHA20_POLY1305, XCHACHA20_POLY1305 -> "ChaCha20-Poly1305";
        };
        try {
            return Cipher.getInstance(transformation, provider);
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("no " + transformation + " in this JDK", e);
        }
    }

    private static String keyName(AeadAlgorithm algorithm) {
        return algorithm == AeadAlgorithm.AES_256_GCM ? "AES" : "ChaCha20";
    }

    /** Closes the key and overwrites the copies that idle ciphers hold. */
    void close() {
        aeadKey.close();
        sealing.drain(this::overwriteKey);
        opening.drain(this::overwriteKey);
    }

    private void overwriteKey(Cipher cipher) {
        byte[] nonce = new byte[12];
        try {
            cipher.init(Cipher.ENCRYPT_MODE, NOBODYS.asKey(key.getAlgorithm()), algorithm == AeadAlgorithm.AES_256_GCM
                    ? new GCMParameterSpec(AeadAlgorithm.TAG_BYTES * 8, nonce)
                    : new IvParameterSpec(nonce));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }
}
