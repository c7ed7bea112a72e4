package dev.shieldwall.crypto.encryption;

import dev.shieldwall.crypto.aead.NonceAead;
import dev.shieldwall.crypto.aead.OpenRejectedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * Opens chunk after chunk and hands out nothing of one before its tag was found right. The end is the end of what was
 * sealed, or an {@link IOException}, after which there is nothing but others; whoever acts on a part acts before it is
 * known that the rest is there. Not thread-safe.
 */
final class DecryptingStream extends InputStream {

    private enum State {
        OPEN,
        ENDED,
        BROKEN,
        CLOSED
    }

    private static final byte[] NOTHING = {};

    private final PushbackInputStream source;
    private final NonceAead aead;
    private byte[] chunk = NOTHING;
    private int at;
    private long number;
    private State state = State.OPEN;

    /** Owns {@code source} and {@code aead}, and closes both. */
    DecryptingStream(InputStream source, NonceAead aead) {
        this.source = new PushbackInputStream(source, 1);
        this.aead = aead;
    }

    @Override
    public int read() throws IOException {
        return fill() ? Byte.toUnsignedInt(chunk[at++]) : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int part = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, offset, part);
        at += part;
        return part;
    }

    private boolean fill() throws IOException {
        if (state == State.BROKEN || state == State.CLOSED) {
            throw new IOException("the decrypting stream is " + state.name().toLowerCase(Locale.ROOT));
        }
        while (at == chunk.length && state == State.OPEN) {
            next();
        }
        return at < chunk.length;
    }

    private void next() throws IOException {
        overwrite();
        state = State.BROKEN; // unless all of the following goes well
        byte[] sealed = source.readNBytes(Envelope.SEALED_CHUNK_BYTES);
        boolean last = sealed.length < Envelope.SEALED_CHUNK_BYTES || isAtEnd();
        if (number == Envelope.MAX_CHUNKS) {
            throw new RejectedStreamException();
        }
        byte[] opened = open(sealed, last);
        if (opened.length == 0 && number > 0) {
            throw new RejectedStreamException(); // the same message has a shorter form
        }
        chunk = opened;
        number++;
        state = last ? State.ENDED : State.OPEN;
    }

    private boolean isAtEnd() throws IOException {
        int following = source.read();
        if (following >= 0) {
            source.unread(following);
        }
        return following < 0;
    }

    private byte[] open(byte[] sealed, boolean last) throws IOException {
        try {
            return aead.open(Envelope.nonce(aead.algorithm(), number, last), sealed, NOTHING);
        } catch (OpenRejectedException e) {
            throw new RejectedStreamException();
        }
    }

    private void overwrite() {
        Arrays.fill(chunk, (byte) 0);
        chunk = NOTHING;
        at = 0;
    }

    @Override
    public void close() throws IOException {
        state = State.CLOSED;
        overwrite();
        try (source) {
            aead.close();
        }
    }
}
