package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.ByteBuffer;

/**
 * The server's answer.
 *
 * <pre>label | version | 2 | time 8 | challenge 32 | server's name | identity key 32 | ciphertext
 * | signature 64 | confirmation 32</pre>
 *
 * <p>The ciphertext begins with the id of the suite that the server chose.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
record ServerHello(Greeting greeting, ChannelSuite suite, byte[] ciphertext, Signed signed, byte[] confirmation) {

    static ServerHello parse(byte[] message) throws HandshakeRefusedException {
        var reader = MessageReader.of(message, MessageType.SERVER_HELLO);
        long millis = reader.number();
        byte[] challenge = reader.bytes(MessageType.CHALLENGE_BYTES);
        ComponentName name = reader.name();
        var greeting = new Greeting(millis, challenge, name, reader.bytes(Ed25519PublicKey.BYTES));
        ChannelSuite suite = reader.suite();
        byte[] ciphertext = reader.bytes(suite.ciphertextBytes());
        Signed signed = Signed.next(reader);
        byte[] confirmation = reader.bytes(MessageType.CONFIRMATION_BYTES);
        reader.end();
        return new ServerHello(greeting, suite, ciphertext, signed, confirmation);
    }

    /** The message but for signature and confirmation. */
    static byte[] unsigned(Greeting greeting, byte[] ciphertext) {
        ByteBuffer out = MessageType.SERVER_HELLO.begin();
        out.putLong(greeting.millis()).put(greeting.challenge());
        MessageType.putName(out, greeting.name());
        return MessageType.written(out.put(greeting.key()).put(ciphertext));
    }
}
