package dev.shieldwall.transport.channel.core;

/**
 * The client's proof.
 *
 * <pre>label | version | 3 | signature 64 | confirmation 32</pre>
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
record ClientFinish(Signed signed, byte[] confirmation) {

    static ClientFinish parse(byte[] message) throws HandshakeRefusedException {
        var reader = MessageReader.of(message, MessageType.CLIENT_FINISH);
        Signed signed = Signed.next(reader);
        byte[] confirmation = reader.bytes(MessageType.CONFIRMATION_BYTES);
        reader.end();
        return new ClientFinish(signed, confirmation);
    }

    static byte[] unsigned() {
        return MessageType.written(MessageType.CLIENT_FINISH.begin());
    }
}
