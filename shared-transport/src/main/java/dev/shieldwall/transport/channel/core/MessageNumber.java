package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;

/**
 * Place of a message in its direction, which is its nonce: epoch 4 | counter 8 | twelve zeros. The counter goes on over
 * epochs, so that a message that is missing at the end of one is missed at the begin of the next.
 */
record MessageNumber(int epoch, long counter) {

    static MessageNumber of(byte[] nonce) throws MessageRefusedException {
        ByteBuffer bytes = ByteBuffer.wrap(nonce);
        var number = new MessageNumber(bytes.getInt(), bytes.getLong());
        if (number.epoch < 0 || number.counter < 0 || bytes.getInt() != 0 || bytes.getLong() != 0) {
            throw new MessageRefusedException(MessageRefusal.MALFORMED);
        }
        return number;
    }

    byte[] nonce() {
        return ByteBuffer.allocate(AicoFrame.NONCE_BYTES).putInt(epoch).putLong(counter).array();
    }
}
