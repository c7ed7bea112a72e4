package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.internal.Bytes;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.kem.KemPublicKey;
import java.nio.charset.StandardCharsets;

/**
 * The format of what is encrypted to a public key, and the key schedule of it.
 *
 * <pre>
 * sealed   version 0x60 (1) | KEM ciphertext with its id | id of the AEAD (1) | chunk* | last chunk
 * chunk    ciphertext of 65,536 bytes | tag 16
 * last     ciphertext of 1 to 65,536 bytes, of none only if the whole is empty | tag 16
 * key      HKDF-SHA256(ikm = shared secret, salt = none,
 *          info = "shieldwall/encryption/v1" | SHA-256(all before the first chunk) | SHA-256(public key with its id)
 *                 | SHA-256(associated data))
 * nonce    zeros | number of the chunk, 4 bytes big-endian, from 0 | 1 for the last chunk, otherwise 0
 * </pre>
 *
 * Each message has a key of its own, so nonces may count. The nonce of the last chunk says that it is the last (the
 * STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015): a message that was cut, extended or put in
 * another order does not open. There is one sealed form of a message under one key: what opens is, byte for byte, what
 * was sealed.
 */
final class Envelope {

    static final byte VERSION = 0x60;
    static final int CHUNK_BYTES = 1 << 16;
    static final int SEALED_CHUNK_BYTES = CHUNK_BYTES + AeadAlgorithm.TAG_BYTES;
    /** About 256 TiB; the counter has no other end. */
    static final long MAX_CHUNKS = 1L << 32;

    private static final byte[] LABEL = "shieldwall/encryption/v1".getBytes(StandardCharsets.US_ASCII);

    private Envelope() {}

    /** All that stands before the first chunk. */
    static byte[] header(byte[] kemCiphertext, AeadAlgorithm algorithm) {
        return Bytes.join(new byte[] {VERSION}, kemCiphertext, new byte[] {algorithm.id()});
    }

    /** What a message is for: its recipient and its associated data, whatever their length. */
    static byte[] purpose(KemPublicKey recipient, byte[] associatedData) {
        return Bytes.join(Sha256.hash(recipient.encode()), Sha256.hash(associatedData));
    }

    /** The key of one message. Closing it closes the bytes. */
    static AeadKey key(AeadAlgorithm algorithm, SecretBytes shared, byte[] header, byte[] purpose) {
        byte[] info = Bytes.join(LABEL, Sha256.hash(header), purpose);
        return AeadKey.of(algorithm, Hkdf.SHA_256.derive(shared, new byte[0], info, AeadAlgorithm.KEY_BYTES));
    }

    static byte[] nonce(AeadAlgorithm algorithm, long chunk, boolean last) {
        byte[] nonce = new byte[algorithm.nonceBytes()];
        for (int i = 0; i < Integer.BYTES; i++) {
            nonce[nonce.length - 2 - i] = (byte) (chunk >>> (Byte.SIZE * i));
        }
        nonce[nonce.length - 1] = (byte) (last ? 1 : 0);
        return nonce;
    }
}
