package dev.shieldwall.crypto.encryption;

import java.io.Closeable;
import java.io.IOException;

/** Closes what a new stream would own, unless that stream came about. */
final class Handover implements Closeable {

    private final Closeable owned;
    private boolean done;

    Handover(Closeable owned) {
        this.owned = owned;
    }

    <S extends Closeable> S to(S stream) {
        done = true;
        return stream;
    }

    @Override
    public void close() throws IOException {
        if (!done) {
            owned.close();
        }
    }
}
