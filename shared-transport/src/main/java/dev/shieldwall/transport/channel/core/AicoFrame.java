package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * One AICO-MSG, a view of the buffer that it lies in:
 *
 * <pre>"AICO-MSG" 8 | nonce 24 | length of the metadata 4, big-endian | metadata | ciphertext | tag 16</pre>
 *
 * <p>The associated data are the metadata as they came. They are never parsed and written again, because another writer
 * of JSON puts its spaces elsewhere. The format has no length of the ciphertext: whoever carries it says where it ends.
 */
public final class AicoFrame {

    public static final int NONCE_BYTES = 24;
    public static final int HEADER_BYTES = 36;
    /** What a frame is longer than its metadata and plaintext. */
    public static final int OVERHEAD_BYTES = HEADER_BYTES + AeadAlgorithm.TAG_BYTES;

    public static final int MAX_METADATA_BYTES = 4096;
    /** Of plaintext, so that a payload of 16 MiB has room for what a session puts around it. */
    public static final int MAX_PLAINTEXT_BYTES = (16 << 20) + 64;

    private static final byte[] MAGIC = "AICO-MSG".getBytes(StandardCharsets.US_ASCII);

    private final byte[] nonce = new byte[NONCE_BYTES];
    private final byte[] metadata;
    private final ByteBuffer sealed;

    private AicoFrame(ByteBuffer bytes, int metadataBytes) {
        int from = bytes.position();
        bytes.get(from + MAGIC.length, nonce);
        metadata = new byte[metadataBytes];
        bytes.get(from + HEADER_BYTES, metadata);
        sealed = bytes.duplicate().position(from + HEADER_BYTES + metadataBytes);
    }

    /** Looks at what remains of the buffer, which keeps its position and must keep its content as long as the frame lives. */
    public static AicoFrame parse(ByteBuffer bytes) throws FrameRejectedException {
        int from = bytes.position();
        if (bytes.remaining() < OVERHEAD_BYTES) {
            throw new FrameRejectedException("shorter than a frame");
        }
        if (bytes.duplicate().limit(from + MAGIC.length).mismatch(ByteBuffer.wrap(MAGIC)) >= 0) {
            throw new FrameRejectedException("no AICO-MSG");
        }
        int metadataBytes = bytes.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(from + HEADER_BYTES - 4);
        if (metadataBytes < 0 || metadataBytes > MAX_METADATA_BYTES) {
            throw new FrameRejectedException("more metadata than " + MAX_METADATA_BYTES + " bytes");
        }
        int plaintextBytes = bytes.remaining() - OVERHEAD_BYTES - metadataBytes;
        if (plaintextBytes < 0 || plaintextBytes > MAX_PLAINTEXT_BYTES) {
            throw new FrameRejectedException("a ciphertext of " + plaintextBytes + " bytes");
        }
        return new AicoFrame(bytes, metadataBytes);
    }

    /** Writes what stands before the ciphertext. */
    static void putHeader(ByteBuffer out, byte[] nonce, byte[] metadata) {
        if (nonce.length != NONCE_BYTES || metadata.length > MAX_METADATA_BYTES) {
            throw new IllegalArgumentException("a nonce of " + nonce.length + ", metadata of " + metadata.length + " bytes");
        }
        out.put(MAGIC).put(nonce).putInt(metadata.length).put(metadata);
    }

    /** A whole frame under a nonce that the caller never uses again with this key. */
    public static byte[] seal(NonceAead key, byte[] nonce, byte[] metadata, byte[] plaintext) {
        if (plaintext.length > MAX_PLAINTEXT_BYTES) {
            throw new IllegalArgumentException("a plaintext of " + plaintext.length + " bytes");
        }
        var out = ByteBuffer.allocate(OVERHEAD_BYTES + metadata.length + plaintext.length);
        putHeader(out, nonce, metadata);
        key.seal(nonce, ByteBuffer.wrap(plaintext), metadata, out);
        return out.array();
    }

    public byte[] open(NonceAead key) throws OpenRejectedException {
        byte[] plaintext = new byte[plaintextBytes()];
        key.open(nonce, sealed.duplicate(), metadata, ByteBuffer.wrap(plaintext));
        return plaintext;
    }

    /** Overwrites the ciphertext with the plaintext, or with zeros if it does not open, and returns where it lies. */
    ByteBuffer openInPlace(NonceAead key) throws OpenRejectedException {
        var plaintext = sealed.slice(sealed.position(), plaintextBytes());
        key.open(nonce, sealed.duplicate(), metadata, plaintext.duplicate());
        return plaintext;
    }

    public byte[] nonce() {
        return nonce.clone();
    }

    public byte[] metadata() {
        return metadata.clone();
    }

    public int plaintextBytes() {
        return sealed.remaining() - AeadAlgorithm.TAG_BYTES;
    }

    /** The same bytes as it was parsed from. */
    public byte[] encode() {
        var out = ByteBuffer.allocate(HEADER_BYTES + metadata.length + sealed.remaining());
        putHeader(out, nonce, metadata);
        return out.put(sealed.duplicate()).array();
    }
}
