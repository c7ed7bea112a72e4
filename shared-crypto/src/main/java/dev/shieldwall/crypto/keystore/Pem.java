package dev.shieldwall.crypto.keystore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Textual encoding of one document (RFC 7468, strict form): header line, base64 in lines of 64 characters, footer
 * line. Works on bytes, because a {@link String} with a private key in it could not be overwritten.
 */
public final class Pem {

    private static final int LINE_CHARACTERS = 64;
    private static final byte[] NEWLINE = {'\n'};

    private Pem() {}

    public static byte[] encode(String label, byte[] der) {
        byte[] base64 = Base64.getMimeEncoder(LINE_CHARACTERS, NEWLINE).encode(der);
        byte[] header = ascii("-----BEGIN " + label + "-----\n");
        byte[] footer = ascii("\n-----END " + label + "-----\n");
        byte[] pem = new byte[header.length + base64.length + footer.length];
        ByteBuffer.wrap(pem).put(header).put(base64).put(footer);
        Arrays.fill(base64, (byte) 0);
        return pem;
    }

    /** Returns the document, or empty unless the text is exactly one PEM document with this label. */
    public static Optional<byte[]> decode(String label, byte[] pem) {
        byte[] header = ascii("-----BEGIN " + label + "-----\n");
        byte[] footer = ascii("-----END " + label + "-----");
        byte[] compact = withoutCarriageReturns(pem);
        int end = compact.length;
        while (end > 0 && compact[end - 1] == '\n') {
            end--;
        }
        int bodyEnd = end - footer.length;
        boolean framed = bodyEnd > header.length
                && Arrays.equals(header, Arrays.copyOf(compact, header.length))
                && Arrays.equals(footer, Arrays.copyOfRange(compact, bodyEnd, end));
        try {
            return framed ? Optional.of(body(compact, header.length, bodyEnd)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } finally {
            Arrays.fill(compact, (byte) 0);
        }
    }

    private static byte[] body(byte[] pem, int from, int to) {
        byte[] base64 = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            if (pem[i] != '\n') {
                base64[length++] = pem[i];
            }
        }
        byte[] exact = Arrays.copyOf(base64, length);
        try {
            return Base64.getDecoder().decode(exact);
        } finally {
            Arrays.fill(base64, (byte) 0);
            Arrays.fill(exact, (byte) 0);
        }
    }

    private static byte[] withoutCarriageReturns(byte[] text) {
        byte[] kept = new byte[text.length];
        int length = 0;
        for (byte b : text) {
            if (b != '\r') {
                kept[length++] = b;
            }
        }
        byte[] exact = Arrays.copyOf(kept, length);
        Arrays.fill(kept, (byte) 0);
        return exact;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
