package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.kem.Encapsulation;
import dev.shieldwall.crypto.kem.KemPublicKey;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;

/**
 * Encrypts to the holder of a private key. Format and guarantees: {@link Envelope}'s, in docs/design/crypto.md.
 *
 * <p>Guarantee: only that holder reads it; it opens whole and unchanged with the same associated data, or not at all.
 * Not guaranteed: who encrypted it (anybody can, sign it if that matters), freshness.
 *
 * <p>Thread-safe; the streams are not.
 */
public final class Encryptor {

    private final KemPublicKey recipient;
    private final AeadAlgorithm algorithm;
    private final SecureRandom random;

    public Encryptor(KemPublicKey recipient, AeadAlgorithm algorithm, SecureRandom random) {
        this.recipient = recipient;
        this.algorithm = algorithm;
        this.random = random;
    }

    /** @throws KeyRejectedException if the recipient's key gives no secret */
    public byte[] encrypt(byte[] plaintext, byte[] associatedData) throws KeyRejectedException {
        var sealed = new ByteArrayOutputStream(plaintext.length + plaintext.length / 1024 + 2048);
        try (EncryptingStream out = stream(sealed, associatedData)) {
            out.write(plaintext);
            out.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sealed.toByteArray();
    }

    /**
     * A stream whose bytes go encrypted into {@code target}, which it owns, also where this throws. Without
     * {@link EncryptingStream#finish} the message does not open.
     */
    public EncryptingStream stream(OutputStream target, byte[] associatedData)
            throws IOException, KeyRejectedException {
        try (Handover handover = new Handover(target);
                Encapsulation encapsulation = recipient.encapsulate(random)) {
            byte[] header = Envelope.header(encapsulation.ciphertext(), algorithm);
            target.write(header);
            return handover.to(new EncryptingStream(target, new NonceAead(
                    Envelope.key(algorithm, encapsulation.sharedSecret(), header, Envelope.purpose(recipient, associatedData)))));
        }
    }
}
