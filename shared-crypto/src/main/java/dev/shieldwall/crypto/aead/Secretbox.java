package dev.shieldwall.crypto.aead;

import dev.shieldwall.crypto.ConstantTime;
import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.internal.KnownAnswer;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;

/**
 * NaCl's {@code crypto_secretbox_xsalsa20poly1305} and, made by {@link #ofBox}, its {@code crypto_box}: for programs that
 * speak them. New formats take {@link Aead}, which has associated data and names its algorithm; here the layout is
 * NaCl's and has room for neither.
 *
 * <p>The box is {@code tag (16) | ciphertext}; the sealed form with a random nonce is {@code nonce (24) | box}.
 *
 * <p>Guarantee: what opens was sealed with this key; the plaintext is hidden but for its length, as long as no nonce
 * seals twice. Not guaranteed: what {@link Aead} does not guarantee either; and with {@code crypto_box} both sides have
 * the same key, so a box may come back to its sender.
 *
 * <p>Thread-safe.
 */
public final class Secretbox implements AutoCloseable {

    public static final int KEY_BYTES = 32;
    public static final int NONCE_BYTES = 24;
    public static final int TAG_BYTES = 16;
    public static final int MAX_PLAINTEXT_BYTES = AeadAlgorithm.MAX_PLAINTEXT_BYTES;

    private static final Tested TESTED = Tested.of("secretbox", "bouncy-castle", Secretbox::selfTest);

    private final SecretBytes secret;
    private final SecretKey key;

    private Secretbox(SecretBytes secret) {
        if (secret.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a secretbox key has 32 bytes, not " + secret.length());
        }
        TESTED.require();
        this.secret = secret;
        this.key = secret.asKey("XSalsa20");
    }

    /** Takes the key over: closing either closes both. */
    public static Secretbox of(SecretBytes key) {
        return new Secretbox(key);
    }

    /**
     * The box of two X25519 keys, from what they agreed on: the raw result of X25519, which stays the caller's to close.
     *
     * @throws KeyRejectedException if that is all zero, as after a peer's point of small order
     */
    public static Secretbox ofBox(SecretBytes agreement) throws KeyRejectedException {
        byte[] raw = agreement.asKey("X25519").getEncoded();
        try {
            if (raw.length != KEY_BYTES) {
                throw new IllegalArgumentException("not the result of an X25519 agreement");
            }
            if (ConstantTime.isZero(raw)) {
                throw new KeyRejectedException("the public key is a point of small order");
            }
            byte[] derived = HSalsa20.subkey(raw);
            Secretbox box = new Secretbox(SecretBytes.copyOf(derived));
            Arrays.fill(derived, (byte) 0);
            return box;
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** Returns {@code tag | ciphertext}. */
    public byte[] seal(byte[] nonce, byte[] plaintext) {
        byte[] box = new byte[TAG_BYTES + plaintext.length];
        seal(nonce, plaintext, box);
        return box;
    }

    /** Returns {@code nonce | tag | ciphertext} with a random nonce. */
    public byte[] seal(byte[] plaintext, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = Arrays.copyOf(nonce, NONCE_BYTES + TAG_BYTES + plaintext.length);
        seal(nonce, plaintext, sealed);
        return sealed;
    }

    /** Fills the end of the array. */
    private void seal(byte[] nonce, byte[] plaintext, byte[] out) {
        if (plaintext.length > MAX_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException("a message has at most " + MAX_PLAINTEXT_BYTES + " bytes, not " + plaintext.length);
        }
        int ciphertext = out.length - plaintext.length;
        XSalsa20Engine stream = stream(nonce);
        Poly1305 mac = mac(stream);
        stream.processBytes(plaintext, 0, plaintext.length, out, ciphertext);
        mac.update(out, ciphertext, plaintext.length);
        mac.doFinal(out, ciphertext - TAG_BYTES);
    }

    /** Opens {@code tag | ciphertext}. */
    public byte[] open(byte[] nonce, byte[] box) throws OpenRejectedException {
        return open(nonce, box, 0);
    }

    /** Opens {@code nonce | tag | ciphertext}. */
    public byte[] open(byte[] sealed) throws OpenRejectedException {
        if (sealed.length < NONCE_BYTES + TAG_BYTES) {
            throw new OpenRejectedException();
        }
        return open(Arrays.copyOf(sealed, NONCE_BYTES), sealed, NONCE_BYTES);
    }

    private byte[] open(byte[] nonce, byte[] box, int from) throws OpenRejectedException {
        int plaintextBytes = box.length - from - TAG_BYTES;
        if (nonce.length != NONCE_BYTES || plaintextBytes < 0 || plaintextBytes > MAX_PLAINTEXT_BYTES) {
            throw new OpenRejectedException();
        }
        int ciphertext = from + TAG_BYTES;
        XSalsa20Engine stream = stream(nonce);
        Poly1305 mac = mac(stream);
        mac.update(box, ciphertext, plaintextBytes);
        byte[] tag = new byte[TAG_BYTES];
        mac.doFinal(tag, 0);
        if (!ConstantTime.equals(tag, Arrays.copyOfRange(box, from, ciphertext))) {
            throw new OpenRejectedException();
        }
        byte[] plaintext = new byte[plaintextBytes];
        stream.processBytes(box, ciphertext, plaintextBytes, plaintext, 0);
        return plaintext;
    }

    private XSalsa20Engine stream(byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a secretbox nonce has 24 bytes, not " + nonce.length);
        }
        byte[] raw = key.getEncoded();
        XSalsa20Engine stream = new XSalsa20Engine();
        stream.init(true, new ParametersWithIV(new KeyParameter(raw), nonce));
        Arrays.fill(raw, (byte) 0);
        return stream;
    }

    /** The first 32 bytes of the stream are the key of the tag; the message begins behind them. */
    private static Poly1305 mac(XSalsa20Engine stream) {
        byte[] macKey = new byte[32];
        stream.processBytes(macKey, 0, macKey.length, macKey, 0);
        Poly1305 mac = new Poly1305();
        mac.init(new KeyParameter(macKey));
        Arrays.fill(macKey, (byte) 0);
        return mac;
    }

    @Override
    public void close() {
        secret.close();
    }

    public static List<Tested> tested() {
        return List.of(TESTED);
    }

    /** The message of NaCl's own test, in the box of Alice and Bob. */
    static void selfTest() {
        try (SecretBytes agreement = SecretBytes.copyOf(KnownAnswer.hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
                Secretbox box = ofBox(agreement)) {
            byte[] nonce = KnownAnswer.hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
            String plaintext = "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffce5ecbaaf33bd751a"
                    + "1ac728d45e6c61296cdc3c01233561f41db66cce314adb310e3be8250c46f06dceea3a7fa1348057"
                    + "e2f6556ad6b1318a024a838f21af1fde048977eb48f59ffd4924ca1c60902e52f0a089bc76897040"
                    + "e082f937763848645e0705";
            byte[] sealed = box.seal(nonce, KnownAnswer.hex(plaintext));
            KnownAnswer.require("secretbox", "f3ffc7703f9400e52a7dfb4b3d3305d98e993b9f48681273c29650ba32fc76ce48332ea7164d96a4"
                    + "476fb8c531a1186ac0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738"
                    + "b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da99832b61ca01b6de"
                    + "56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74e355a5", sealed);
            KnownAnswer.require("secretbox", plaintext, box.open(nonce, sealed));
            sealed[0] ^= 1;
            requireRejected(box, nonce, sealed);
        } catch (OpenRejectedException | KeyRejectedException e) {
            throw new CryptoBug("secretbox does not open what it sealed; refusing to start", e);
        }
    }

    private static void requireRejected(Secretbox box, byte[] nonce, byte[] altered) {
        try {
            box.open(nonce, altered);
        } catch (OpenRejectedException e) {
            return;
        }
        throw new CryptoBug("secretbox opens what was altered; refusing to start");
    }
}
