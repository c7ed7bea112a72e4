package dev.shieldwall.transport.bus.core;

/** The text form of CURVE keys (ZeroMQ RFC 32): five characters for four bytes. One text for each value. */
public final class Z85 {

    private static final String ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";
    private static final int BASE = 85;

    private Z85() {}

    public static String encode(byte[] bytes) {
        if (bytes.length % 4 != 0) {
            throw new IllegalArgumentException("Z85 takes a multiple of 4 bytes");
        }
        var text = new StringBuilder(bytes.length / 4 * 5);
        for (int i = 0; i < bytes.length; i += 4) {
            long value = 0;
            for (int j = 0; j < 4; j++) {
                value = (value << 8) | (bytes[i + j] & 0xff);
            }
            for (long unit = BASE * BASE * BASE * BASE; unit > 0; unit /= BASE) {
                text.append(ALPHABET.charAt((int) (value / unit % BASE)));
            }
        }
        return text.toString();
    }

    public static byte[] decode(String text) throws MalformedException {
        if (text.length() % 5 != 0) {
            throw new MalformedException("Z85 has a multiple of 5 characters");
        }
        byte[] bytes = new byte[text.length() / 5 * 4];
        for (int i = 0; i < text.length(); i += 5) {
            long value = group(text, i);
            for (int j = 0; j < 4; j++) {
                bytes[i / 5 * 4 + j] = (byte) (value >> (8 * (3 - j)));
            }
        }
        return bytes;
    }

    private static long group(String text, int start) throws MalformedException {
        long value = 0;
        for (int i = start; i < start + 5; i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                throw new MalformedException("not a character of Z85");
            }
            value = value * BASE + digit;
        }
        if (value > 0xffff_ffffL) {
            throw new MalformedException("Z85 group above 32 bits");
        }
        return value;
    }
}
