package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The client's first message: when, a challenge, who asks whom, and a public key for each suite that it offers.
 *
 * <pre>label | version | 1 | time 8 | challenge 32 | client's name | server's name | identity key 32
 * | number of shares 1 | shares | signature 64</pre>
 *
 * <p>Names have a length byte. The signature covers all that stands before it, so that a server knows whom it does the
 * expensive arithmetic for.
 */
record ClientHello(Greeting greeting, ComponentName server, List<byte[]> shares, Signed signed) {

    static ClientHello parse(byte[] message) throws HandshakeRefusedException {
        var reader = MessageReader.of(message, MessageType.CLIENT_HELLO);
        long millis = reader.number();
        byte[] challenge = reader.bytes(MessageType.CHALLENGE_BYTES);
        ComponentName client = reader.name();
        ComponentName server = reader.name();
        var greeting = new Greeting(millis, challenge, client, reader.bytes(Ed25519PublicKey.BYTES));
        List<byte[]> shares = shares(reader);
        return new ClientHello(greeting, server, shares, Signed.last(reader, message));
    }

    /** At least one, and one per suite. */
    private static List<byte[]> shares(MessageReader reader) throws HandshakeRefusedException {
        int count = reader.unsignedByte();
        if (count < 1 || count > ChannelSuite.values().length) {
            throw new HandshakeRefusedException(Refusal.MALFORMED);
        }
        var shares = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            ChannelSuite suite = reader.suite();
            if (find(shares, suite).isPresent()) {
                throw new HandshakeRefusedException(Refusal.MALFORMED);
            }
            shares.add(reader.bytes(suite.shareBytes()));
        }
        return shares;
    }

    private static Optional<byte[]> find(List<byte[]> shares, ChannelSuite suite) {
        return shares.stream().filter(share -> share[0] == suite.kem().id()).findFirst();
    }

    Optional<byte[]> share(ChannelSuite suite) {
        return find(shares, suite);
    }

    /** The message but for its signature. */
    static byte[] unsigned(Greeting greeting, ComponentName server, List<byte[]> shares) {
        ByteBuffer out = MessageType.CLIENT_HELLO.begin();
        out.putLong(greeting.millis()).put(greeting.challenge());
        MessageType.putName(out, greeting.name());
        MessageType.putName(out, server);
        out.put(greeting.key()).put((byte) shares.size());
        shares.forEach(out::put);
        return MessageType.written(out);
    }
}
