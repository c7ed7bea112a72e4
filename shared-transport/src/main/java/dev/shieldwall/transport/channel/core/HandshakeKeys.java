package dev.shieldwall.transport.channel.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.kdf.Hkdf;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.mac.MacRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What follows from the agreed secret. The transcript up to the agreement is the salt, so both sides share it or nothing. */
final class HandshakeKeys implements AutoCloseable {

    enum Confirmation {
        SERVER("shieldwall/channel/v1/server-confirmation"),
        CLIENT("shieldwall/channel/v1/client-confirmation");

        private final String label;

        Confirmation(String label) {
            this.label = label;
        }
    }

    private static final byte[] TO_SERVER = ascii("shieldwall/channel/v1/to-server");
    private static final byte[] TO_CLIENT = ascii("shieldwall/channel/v1/to-client");

    private final SecretBytes root;

    /** The secret stays the caller's to close. */
    HandshakeKeys(SecretBytes agreed, Transcript transcript) {
        this.root = Hkdf.SHA_256.extract(agreed, transcript.hash());
    }

    byte[] confirm(Confirmation side, Transcript transcript) {
        try (Hmac mac = mac(side)) {
            return mac.tag(transcript.hash());
        }
    }

    void verify(Confirmation side, Transcript transcript, byte[] confirmation) throws HandshakeRefusedException {
        try (Hmac mac = mac(side)) {
            mac.verify(confirmation, transcript.hash());
        } catch (MacRejectedException e) {
            throw new HandshakeRefusedException(Refusal.BAD_CONFIRMATION);
        }
    }

    private Hmac mac(Confirmation side) {
        return new Hmac(HashAlgorithm.SHA_256, Hkdf.SHA_256.expand(root, ascii(side.label), 32));
    }

    /** The first secret of each direction, from all three messages. */
    DirectionSecrets traffic(Transcript whole) {
        byte[] hash = whole.hash();
        return new DirectionSecrets(expand(TO_SERVER, hash), expand(TO_CLIENT, hash));
    }

    private SecretBytes expand(byte[] label, byte[] hash) {
        byte[] info = ByteBuffer.allocate(label.length + hash.length).put(label).put(hash).array();
        return Hkdf.SHA_256.expand(root, info, 32);
    }

    @Override
    public void close() {
        root.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
