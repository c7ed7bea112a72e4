package dev.shieldwall.crypto.signature;

/**
 * Signs context-bound messages with Ed25519 (RFC 8032 section 5.1.6). Deterministic: one key and one message give one
 * signature, whatever the backend.
 *
 * <p>Thread-safe.
 */
public final class Ed25519Signer {

    private final Ed25519PrivateKey key;

    public Ed25519Signer(Ed25519PrivateKey key) {
        this.key = key;
    }

    public Ed25519PublicKey publicKey() {
        return key.publicKey();
    }

    /**
     * Returns a 64-byte signature.
     *
     * @throws dev.shieldwall.crypto.CryptoBug if the message lacks the form that the context demands
     */
    public byte[] sign(SigningContext context, byte[] message) {
        context.requireAdmitted(message);
        return key.sign(context.bind(message));
    }
}
