package dev.shieldwall.crypto.keystore;

import java.io.OutputStream;
import java.util.Arrays;

/** A stream for secrets: those of the JDK and of Bouncy Castle leave what was written in arrays that nobody overwrites. */
final class WipedOutput extends OutputStream {

    private static final int FIRST_BYTES = 1024;

    /** What was written, and room; another one, and this overwritten, when it grows. */
    byte[] content = new byte[FIRST_BYTES];

    private int length;

    @Override
    public void write(int value) {
        reserve(1);
        content[length++] = (byte) value;
    }

    @Override
    public void write(byte[] from, int offset, int count) {
        reserve(count);
        System.arraycopy(from, offset, content, length, count);
        length += count;
    }

    private void reserve(int count) {
        if (content.length - length < count) {
            byte[] before = content;
            content = Arrays.copyOf(before, Math.addExact(length, Math.max(length, count)));
            Arrays.fill(before, (byte) 0);
        }
    }

    /** What was written, which is the caller's to overwrite; nothing of it is left here. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(content, length);
        Arrays.fill(content, (byte) 0);
        length = 0;
        return taken;
    }
}
