package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.kem.CiphertextRejectedException;
import dev.shieldwall.crypto.kem.KemPrivateKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;

/**
 * Decrypts what an {@link Encryptor} made for this key.
 *
 * <p>Thread-safe; the streams are not.
 */
public final class Decryptor {

    private final KemPrivateKey key;
    private final Set<AeadAlgorithm> accepted;

    /** @param accepted the algorithms below which nobody can talk it */
    public Decryptor(KemPrivateKey key, Set<AeadAlgorithm> accepted) {
        this.key = key;
        this.accepted = Set.copyOf(accepted);
    }

    /** @throws RejectedStreamException for anything but what was encrypted to this key with this associated data */
    public byte[] decrypt(byte[] sealed, byte[] associatedData) throws RejectedStreamException {
        try (InputStream in = stream(new ByteArrayInputStream(sealed), associatedData)) {
            return in.readAllBytes();
        } catch (RejectedStreamException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /**
     * A stream of the plaintext of {@code source}, which it owns, also where this throws. It hands out nothing of a chunk
     * before its tag was found right, and its end is the end of what was sealed; all else is an {@link IOException}, and
     * then every later read is one. Who acts on a part acts before it is known that the rest is there. Of one thread.
     */
    public InputStream stream(InputStream source, byte[] associatedData) throws IOException {
        try (Handover handover = new Handover(source)) {
            return handover.to(opened(source, associatedData));
        }
    }

    private DecryptingStream opened(InputStream source, byte[] associatedData) throws IOException {
        byte[] header = source.readNBytes(1 + 1 + key.algorithm().ciphertextBytes() + 1);
        if (header.length == 0 || header[0] != Envelope.VERSION) {
            throw new RejectedStreamException();
        }
        AeadAlgorithm algorithm = accepted.stream()
                .filter(known -> known.id() == header[header.length - 1])
                .findFirst()
                .orElseThrow(RejectedStreamException::new);
        try (SecretBytes shared = key.decapsulate(Arrays.copyOfRange(header, 1, header.length - 1))) {
            return new DecryptingStream(source, new NonceAead(
                    Envelope.key(algorithm, shared, header, Envelope.purpose(key.publicKey(), associatedData))));
        } catch (CiphertextRejectedException e) {
            throw new RejectedStreamException();
        }
    }
}
