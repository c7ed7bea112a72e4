package dev.shieldwall.transport.bus.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A payload that only its recipients read and that only its source can have made.
 *
 * <pre>version 1 (1) | kind (1) | epoch (8) | sequence (8) | length of the signature (2) | signature | ciphertext</pre>
 *
 * <p>Both the encryption and the signature cover {@link #header}: kind, epoch, sequence, source and the whole topic,
 * which ends in the recipient where there is one. So a third party can neither take the signature off and put its own
 * on, nor send the message on to somebody else or on another topic.
 */
public record SealedFrame(Kind kind, long epoch, long sequence, byte[] signature, byte[] ciphertext) {

    public static final String TYPE_URL = "type.googleapis.com/shieldwall.bus.Sealed";
    private static final byte VERSION = 1;
    private static final int FIXED_BYTES = 1 + 1 + 8 + 8 + 2;
    public static final int MAX_SIGNATURE_BYTES = 4_096;

    /** What is in it; each number is given once. */
    public enum Kind {
        FOR_A_PEER(1),
        FOR_A_GROUP(2),
        GROUP_KEY(3);

        private final byte id;

        Kind(int id) {
            this.id = (byte) id;
        }

        private static Kind of(byte id) throws MalformedException {
            for (Kind kind : values()) {
                if (kind.id == id) {
                    return kind;
                }
            }
            throw new MalformedException("kind of a sealed frame");
        }
    }

    public SealedFrame {
        if (signature.length > MAX_SIGNATURE_BYTES) {
            throw new IllegalArgumentException("a signature has at most " + MAX_SIGNATURE_BYTES + " bytes");
        }
        signature = signature.clone();
        ciphertext = ciphertext.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public byte[] ciphertext() {
        return ciphertext.clone();
    }

    /** What is authenticated beside the ciphertext. Lengths stand before texts, so nothing reads in two ways. */
    public static byte[] header(Kind kind, long epoch, long sequence, ReplayGuard.Stream stream) {
        byte[] source = stream.source().value().getBytes(StandardCharsets.US_ASCII);
        byte[] topic = stream.topic().bytes();
        return ByteBuffer.allocate(2 + 16 + 2 + source.length + 2 + topic.length)
                .put(VERSION)
                .put(kind.id)
                .putLong(epoch)
                .putLong(sequence)
                .putShort((short) source.length)
                .put(source)
                .putShort((short) topic.length)
                .put(topic)
                .array();
    }

    /** What the source signs. */
    public static byte[] signedBytes(byte[] header, byte[] ciphertext) {
        byte[] signed = Arrays.copyOf(header, header.length + ciphertext.length);
        System.arraycopy(ciphertext, 0, signed, header.length, ciphertext.length);
        return signed;
    }

    public byte[] encode() {
        return ByteBuffer.allocate(FIXED_BYTES + signature.length + ciphertext.length)
                .put(VERSION)
                .put(kind.id)
                .putLong(epoch)
                .putLong(sequence)
                .putShort((short) signature.length)
                .put(signature)
                .put(ciphertext)
                .array();
    }

    public static SealedFrame parse(byte[] bytes) throws MalformedException {
        if (bytes.length < FIXED_BYTES || bytes[0] != VERSION) {
            throw new MalformedException("no sealed frame");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(1);
        Kind kind = Kind.of(in.get());
        long epoch = in.getLong();
        long sequence = in.getLong();
        int length = Short.toUnsignedInt(in.getShort());
        if (length > Math.min(in.remaining(), MAX_SIGNATURE_BYTES) || sequence < 0) {
            throw new MalformedException("sealed frame");
        }
        byte[] signature = new byte[length];
        in.get(signature);
        byte[] ciphertext = new byte[in.remaining()];
        in.get(ciphertext);
        return new SealedFrame(kind, epoch, sequence, signature, ciphertext);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SealedFrame that && Arrays.equals(encode(), that.encode());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encode());
    }

    @Override
    public String toString() {
        return "SealedFrame[" + kind + ", epoch " + epoch + ", " + ciphertext.length + " bytes]";
    }
}
