package dev.shieldwall.crypto.internal;

/** Arrays behind each other. */
public final class Bytes {

    private Bytes() {}

    /** A new array; of secrets the caller overwrites it. */
    public static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
