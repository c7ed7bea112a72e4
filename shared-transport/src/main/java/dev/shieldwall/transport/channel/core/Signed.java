package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import java.util.Arrays;

/** A signature, and how many bytes of its message stand before it. */
@SuppressWarnings("ArrayRecordComponent") // lives for one handshake and is never compared
record Signed(int before, byte[] signature) {

    /** Each role signs in a context of its own, so that nothing that one side signed can come back as the other's. */
    static final SigningContext CLIENT_HELLO = SigningContext.of("shieldwall/channel/v1/client-hello");

    static final SigningContext SERVER = SigningContext.of("shieldwall/channel/v1/server");
    static final SigningContext CLIENT = SigningContext.of("shieldwall/channel/v1/client");

    /** The last field of the message. */
    static Signed last(MessageReader reader, byte[] message) throws HandshakeRefusedException {
        Signed signed = next(reader);
        reader.end();
        if (signed.before + MessageType.SIGNATURE_BYTES != message.length) {
            throw new IllegalStateException("fields that were not counted");
        }
        return signed;
    }

    static Signed next(MessageReader reader) throws HandshakeRefusedException {
        return new Signed(reader.position(), reader.bytes(MessageType.SIGNATURE_BYTES));
    }

    byte[] covered(byte[] message) {
        return Arrays.copyOf(message, before);
    }

    void verify(Ed25519PublicKey key, SigningContext role, byte[] transcriptHash) throws HandshakeRefusedException {
        try {
            Ed25519Verifier.verify(key, role, transcriptHash, signature);
        } catch (SignatureRejectedException e) {
            throw new HandshakeRefusedException(Refusal.BAD_SIGNATURE);
        }
    }
}
