package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.aead.AeadAlgorithm;
import dev.shieldwall.crypto.aead.NonceAead;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Seals in chunks what is written, holding one of them. {@link #finish} makes the message whole. Without it, what
 * reached the target opens as nothing, also when the stream is closed: a copy that failed half-way must not become a
 * shorter message. A wrapper that buffers is flushed before.
 *
 * <pre>{@code
 * try (EncryptingStream out = encryptor.stream(target, associatedData)) {
 *     source.transferTo(out);
 *     out.finish();
 * }
 * }</pre>
 *
 * <p>After a write that failed every other fails: a second try would seal under the same nonce. Not thread-safe.
 */
public final class EncryptingStream extends OutputStream {

    private enum State {
        OPEN,
        FINISHED,
        BROKEN,
        CLOSED
    }

    private static final byte[] NOTHING = {};

    private final OutputStream target;
    private final NonceAead aead;
    private final byte[] chunk = new byte[Envelope.CHUNK_BYTES];
    private int filled;
    private long number;
    private State state = State.OPEN;

    /** Owns {@code target} and {@code aead}, and closes both. */
    EncryptingStream(OutputStream target, NonceAead aead) {
        this.target = target;
        this.aead = aead;
    }

    @Override
    public void write(int b) throws IOException {
        requireOpen();
        makeRoom();
        chunk[filled++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireOpen();
        for (int at = offset; at < offset + length; ) {
            makeRoom();
            int part = Math.min(offset + length - at, chunk.length - filled);
            System.arraycopy(bytes, at, chunk, filled, part);
            filled += part;
            at += part;
        }
    }

    private void requireOpen() throws IOException {
        if (state != State.OPEN) {
            throw new IOException("the encrypting stream is " + state.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Only when more follows is it known that a full chunk is not the last. */
    private void makeRoom() throws IOException {
        if (filled == chunk.length) {
            seal(false);
            state = State.OPEN;
        }
    }

    /** Leaves the stream broken, for the caller to mend when all went well. */
    private void seal(boolean last) throws IOException {
        state = State.BROKEN;
        if (number == Envelope.MAX_CHUNKS) {
            throw new IOException("a message has at most " + Envelope.MAX_CHUNKS + " chunks");
        }
        ByteBuffer sealed = ByteBuffer.allocate(filled + AeadAlgorithm.TAG_BYTES);
        byte[] nonce = Envelope.nonce(aead.algorithm(), number, last);
        aead.seal(nonce, ByteBuffer.wrap(chunk, 0, filled), NOTHING, sealed);
        target.write(sealed.array());
        number++;
        filled = 0;
    }

    /** Nothing more is written after it; the target stays open until {@link #close}. */
    public void finish() throws IOException {
        requireOpen();
        seal(true);
        state = State.FINISHED;
    }

    /** Flushes what was sealed; up to a chunk waits for more. */
    @Override
    public void flush() throws IOException {
        if (state != State.FINISHED) {
            requireOpen();
        }
        target.flush();
    }

    /** Closes the target too. What was not finished never opens. */
    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        Arrays.fill(chunk, (byte) 0);
        try (target) {
            aead.close();
        }
    }
}
