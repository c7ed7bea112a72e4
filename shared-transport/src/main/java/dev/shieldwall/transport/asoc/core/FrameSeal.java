package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.AeadKey;
import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import java.nio.ByteBuffer;

/**
 * One direction of a sealed connection. The payload of each frame becomes ciphertext and tag, the header is associated
 * data, and the nonce counts frames: a frame that is altered, left out, repeated or moved does not open. The header
 * stays readable, so an eavesdropper sees types, streams and lengths.
 *
 * <p>Of one thread at a time.
 */
public final class FrameSeal implements AutoCloseable {

    public static final int TAG_BYTES = AeadAlgorithm.TAG_BYTES;

    /** Then the connection ends and the next one has a fresh key; 2^32 frames of 1 MiB are four petabytes. */
    static final long MAX_FRAMES = 1L << 32;

    private static final int NONCE_BYTES = 12;

    private final NonceAead aead;
    private long frames;

    FrameSeal(SecretBytes key) {
        this(key, 0);
    }

    FrameSeal(SecretBytes key, long frames) {
        this.aead = new NonceAead(AeadKey.of(AeadAlgorithm.AES_256_GCM, key));
        this.frames = frames;
    }

    /** Writes the header that goes on the wire and the sealed payload behind it. */
    public void seal(FrameHeader header, ByteBuffer payload, ByteBuffer frame) throws RefusedException {
        FrameHeader outer = header.sealed();
        outer.write(frame);
        aead.seal(nextNonce(), payload, outer.encode(), frame);
    }

    /** Opens in place and returns what was sealed. */
    ByteBuffer open(FrameHeader outer, ByteBuffer sealed) throws RefusedException {
        ByteBuffer payload = sealed.duplicate();
        try {
            aead.open(nextNonce(), sealed, outer.encode(), payload);
        } catch (OpenRejectedException e) {
            throw new RefusedException(Refusal.NOT_OPENED);
        }
        return payload.limit(payload.position()).position(sealed.limit() - outer.length());
    }

    private byte[] nextNonce() throws RefusedException {
        if (frames >= MAX_FRAMES) {
            throw new RefusedException(Refusal.KEY_EXHAUSTED);
        }
        return ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(frames++).array();
    }

    @Override
    public void close() {
        aead.close();
    }
}
