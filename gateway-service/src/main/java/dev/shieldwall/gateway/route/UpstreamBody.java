package dev.shieldwall.gateway.route;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The body of an answer while it is passed on. It tells whether the upstream sent all of it or broke off; a caller who
 * hangs up before the end makes it tell neither.
 */
final class UpstreamBody extends FilterInputStream {

    private final Runnable whole;
    private final Consumer<IOException> brokenOff;

    UpstreamBody(InputStream body, Runnable whole, Consumer<IOException> brokenOff) {
        super(body);
        this.whole = whole;
        this.brokenOff = brokenOff;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            if (read < 0) {
                whole.run();
            }
            return read;
        } catch (IOException e) {
            brokenOff.accept(e);
            throw e;
        }
    }
}
