package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.aead.NonceAead;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Seals in chunks what is written, holding one of them. Only closing makes it whole: what was written to the target
 * before opens as nothing. Not thread-safe.
 */
final class EncryptingStream extends OutputStream {

    private static final byte[] NOTHING = {};

    private final OutputStream target;
    private final NonceAead aead;
    private final byte[] chunk = new byte[Envelope.CHUNK_BYTES];
    private int filled;
    private long number;
    private boolean closed;

    /** Owns {@code target} and {@code aead}, and closes both. */
    EncryptingStream(OutputStream target, NonceAead aead) {
        this.target = target;
        this.aead = aead;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("written after close");
        }
        for (int at = offset; at < offset + length; ) {
            if (filled == chunk.length) {
                seal(false); // only now is it known that it is not the last
            }
            int part = Math.min(offset + length - at, chunk.length - filled);
            System.arraycopy(bytes, at, chunk, filled, part);
            filled += part;
            at += part;
        }
    }

    private void seal(boolean last) throws IOException {
        if (number == Envelope.MAX_CHUNKS) {
            throw new IOException("a message has at most " + Envelope.MAX_CHUNKS + " chunks");
        }
        byte[] plaintext = filled == chunk.length ? chunk : Arrays.copyOf(chunk, filled);
        target.write(aead.seal(Envelope.nonce(aead.algorithm(), number, last), plaintext, NOTHING));
        number++;
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (target;
                aead) {
            seal(true);
        } finally {
            Arrays.fill(chunk, (byte) 0);
        }
    }
}
