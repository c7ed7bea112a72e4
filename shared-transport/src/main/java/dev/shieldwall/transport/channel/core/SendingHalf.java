package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.AeadAlgorithm;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What this side says: numbers, pads and seals, and rotates its key when that is due. For one thread at a time. */
final class SendingHalf implements AutoCloseable {

    /** In front of the payload, encrypted: type 1 | length of the payload 4. */
    static final int INNER_HEADER_BYTES = 5;

    private final SessionRules rules;
    private volatile EpochKey key;
    private Duration epochBegan = Duration.ZERO;
    private long epochBytes;
    private long counter;
    private boolean ended;

    SendingHalf(SessionRules rules, SecretBytes secret) {
        this.rules = rules;
        this.key = EpochKey.first(secret);
    }

    static int sealedBytes(Message message) {
        return AicoFrame.OVERHEAD_BYTES
                + message.metadata().length
                + INNER_HEADER_BYTES
                + PaddedLength.of(message.payload().remaining());
    }

    /** The payload keeps its position; it is copied once, to where it is encrypted. */
    void seal(Message message, Duration age, ByteBuffer out) throws MessageRefusedException {
        requireSealable(message, age);
        int bytes = sealedBytes(message);
        if (age.compareTo(epochBegan.plus(rules.keyRotationInterval())) >= 0 || epochBytes + bytes > rules.rotateAfterBytes()) {
            rotate(age);
        }
        epochBytes += bytes;
        byte[] nonce = new MessageNumber(key.epoch(), counter++).nonce();
        AicoFrame.putHeader(out, nonce, message.metadata());
        int end = out.position() + bytes - AicoFrame.HEADER_BYTES - message.metadata().length;
        ByteBuffer plaintext = out.duplicate().limit(end - AeadAlgorithm.TAG_BYTES);
        putPadded(plaintext.duplicate(), message);
        key.aead().seal(nonce, plaintext, message.metadata(), out);
        ended = message.type() == ContentType.CLOSE;
    }

    void requireSealable(Message message, Duration age) throws MessageRefusedException {
        if (ended) {
            throw new MessageRefusedException(MessageRefusal.ENDED);
        }
        if (age.compareTo(rules.timeout()) >= 0) {
            close();
            throw new MessageRefusedException(MessageRefusal.EXPIRED);
        }
        if (message.payload().remaining() > rules.maxMessageBytes()
                || message.metadata().length > AicoFrame.MAX_METADATA_BYTES) {
            throw new MessageRefusedException(MessageRefusal.TOO_LARGE);
        }
    }

    private static void putPadded(ByteBuffer out, Message message) {
        out.put(message.type().id()).putInt(message.payload().remaining()).put(message.payload().duplicate());
        while (out.remaining() >= Long.BYTES) {
            out.putLong(0);
        }
        while (out.hasRemaining()) {
            out.put((byte) 0);
        }
    }

    private void rotate(Duration age) {
        EpochKey old = key;
        key = old.next();
        old.close();
        epochBegan = age;
        epochBytes = 0;
    }

    /** How many messages; the number of the next one. */
    long sealed() {
        return counter;
    }

    EpochKey key() {
        return key;
    }

    @Override
    public void close() {
        ended = true;
        key.close();
    }
}
