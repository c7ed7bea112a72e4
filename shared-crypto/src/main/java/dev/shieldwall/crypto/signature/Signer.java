package dev.shieldwall.crypto.signature;

/**
 * Signs with one key in one context.
 *
 * <p>Guarantee: what it returns verifies under this key and this context only. Thread-safe, also for virtual threads.
 */
public final class Signer {

    private final SignaturePrivateKey key;
    private final SigningContext context;

    public Signer(SignaturePrivateKey key, SigningContext context) {
        HybridScheme.requireNotReserved(context);
        this.key = key;
        this.context = context;
    }

    public SignaturePublicKey publicKey() {
        return key.publicKey();
    }

    /**
     * Returns the id byte of the algorithm, then the signature.
     *
     * @throws dev.shieldwall.crypto.CryptoBug if the message lacks the form that the context demands, or the key is
     *     closed
     */
    public byte[] sign(byte[] message) {
        context.requireAdmitted(message);
        return new TaggedSignature(key.algorithm(), key.sign(context, message)).encode();
    }
}
