package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.aead.OpenRejectedException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * What the other side says. In strict order the first message that is refused ends the session, because a stream that
 * was tampered with once has nothing more to say; otherwise it is dropped. For one thread at a time.
 */
final class ReceivingHalf implements AutoCloseable {

    private final SessionRules rules;
    private final ReceivingKeys keys;
    private final MessageOrder order;
    private boolean ended;

    ReceivingHalf(SessionRules rules, ReceivingKeys keys, MessageOrder order) {
        this.rules = rules;
        this.keys = keys;
        this.order = order;
    }

    /** Opens in place: what remains of the buffer is overwritten. */
    Message open(ByteBuffer bytes, Duration age) throws MessageRefusedException {
        if (ended) {
            throw new MessageRefusedException(MessageRefusal.ENDED);
        }
        try {
            Message message = admit(bytes, age);
            if (message.type() == ContentType.CLOSE) {
                close();
            }
            return message;
        } catch (MessageRefusedException e) {
            if (endsWith(e.refusal())) {
                close();
            }
            throw e;
        }
    }

    private boolean endsWith(MessageRefusal refusal) {
        return order instanceof StrictOrder || refusal == MessageRefusal.EXPIRED || refusal == MessageRefusal.BAD_PADDING;
    }

    private Message admit(ByteBuffer bytes, Duration age) throws MessageRefusedException {
        if (age.compareTo(rules.timeout()) >= 0) {
            throw new MessageRefusedException(MessageRefusal.EXPIRED);
        }
        AicoFrame frame = parse(bytes);
        MessageNumber number = MessageNumber.of(frame.nonce());
        order.check(number.counter());
        EpochKey key = keys.find(number.epoch(), age);
        ByteBuffer plaintext = open(frame, key);
        keys.opened(key, age);
        order.accept(number.counter());
        return unpadded(frame.metadata(), plaintext);
    }

    private AicoFrame parse(ByteBuffer bytes) throws MessageRefusedException {
        try {
            AicoFrame frame = AicoFrame.parse(bytes);
            int most = SendingHalf.INNER_HEADER_BYTES + PaddedLength.of(rules.maxMessageBytes());
            if (frame.plaintextBytes() > most) {
                throw new MessageRefusedException(MessageRefusal.TOO_LARGE);
            }
            return frame;
        } catch (FrameRejectedException e) {
            throw new MessageRefusedException(MessageRefusal.MALFORMED);
        }
    }

    private ByteBuffer open(AicoFrame frame, EpochKey key) throws MessageRefusedException {
        try {
            return frame.openInPlace(key.aead());
        } catch (OpenRejectedException e) {
            keys.failed(key);
            throw new MessageRefusedException(MessageRefusal.NOT_AUTHENTIC);
        }
    }

    /** There is one way to pad each payload; another one could carry something past whoever looks at payloads. */
    private Message unpadded(byte[] metadata, ByteBuffer plaintext) throws MessageRefusedException {
        if (plaintext.remaining() < SendingHalf.INNER_HEADER_BYTES) {
            throw new MessageRefusedException(MessageRefusal.BAD_PADDING);
        }
        byte type = plaintext.get();
        int length = plaintext.getInt();
        if (length < 0 || length > plaintext.remaining() || PaddedLength.of(length) != plaintext.remaining()) {
            throw new MessageRefusedException(MessageRefusal.BAD_PADDING);
        }
        if (length > rules.maxMessageBytes()) {
            throw new MessageRefusedException(MessageRefusal.TOO_LARGE);
        }
        ByteBuffer payload = plaintext.slice(plaintext.position(), length);
        requireZeros(plaintext.position(plaintext.position() + length));
        ContentType content = ContentType.ofId(type).orElseThrow(() -> new MessageRefusedException(MessageRefusal.MALFORMED));
        return new Message(content, metadata, payload);
    }

    private static void requireZeros(ByteBuffer padding) throws MessageRefusedException {
        long any = 0;
        while (padding.remaining() >= Long.BYTES) {
            any |= padding.getLong();
        }
        while (padding.hasRemaining()) {
            any |= padding.get();
        }
        if (any != 0) {
            throw new MessageRefusedException(MessageRefusal.BAD_PADDING);
        }
    }

    ReceivingKeys keys() {
        return keys;
    }

    @Override
    public void close() {
        ended = true;
        keys.close();
    }
}
