package dev.shieldwall.crypto.hash;

import dev.shieldwall.crypto.CryptoBug;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** A hash of data that comes in pieces; {@link #digest} ends it. Of one thread at a time. */
public final class HashStream {

    private final MessageDigest engine;
    private boolean ended;

    HashStream(MessageDigest engine) {
        this.engine = engine;
    }

    public void update(byte[] piece) {
        requireOpen();
        engine.update(piece);
    }

    /** Reads what remains of the buffer. */
    public void update(ByteBuffer piece) {
        requireOpen();
        engine.update(piece);
    }

    public byte[] digest() {
        requireOpen();
        ended = true;
        return engine.digest();
    }

    private void requireOpen() {
        if (ended) {
            throw new CryptoBug("hash stream used after its digest was taken");
        }
    }
}
