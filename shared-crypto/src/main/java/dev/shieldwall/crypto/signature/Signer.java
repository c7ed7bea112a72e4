package dev.shieldwall.crypto.signature;

import java.util.function.UnaryOperator;

/**
 * Signs with one key in one context.
 *
 * <p>Guarantee: what it returns verifies under this key and this context only. Thread-safe, also for virtual threads.
 */
public final class Signer {

    private final SignaturePublicKey publicKey;
    private final SigningContext context;
    private final RawSigner key;

    /** Context and message to a signature without the id byte. */
    @FunctionalInterface
    private interface RawSigner {

        byte[] sign(SigningContext context, byte[] message);
    }

    public Signer(SignaturePrivateKey key, SigningContext context) {
        this(key.publicKey(), key::sign, context);
    }

    private Signer(SignaturePublicKey publicKey, RawSigner key, SigningContext context) {
        this.publicKey = publicKey;
        this.key = key;
        this.context = context;
    }

    /**
     * A signer whose private key lies in a device. Context and form are those of a key in memory, and a signature that
     * does not verify is a {@link dev.shieldwall.crypto.CryptoBug} and not returned.
     *
     * @param device given the bytes to sign, their context bound in, it answers with the bare signature: 64 bytes for
     *     Ed25519, r and s for ECDSA, where s may be the higher one
     */
    public static Signer onDevice(SignaturePublicKey publicKey, UnaryOperator<byte[]> device, SigningContext context) {
        return new Signer(publicKey, new DeviceKey(publicKey, device)::sign, context);
    }

    public SignaturePublicKey publicKey() {
        return publicKey;
    }

    /**
     * Returns the id byte of the algorithm, then the signature.
     *
     * @throws dev.shieldwall.crypto.CryptoBug if the message lacks the form that the context demands, or the key is
     *     closed
     */
    public byte[] sign(byte[] message) {
        context.requireAdmitted(message);
        return new TaggedSignature(publicKey.algorithm(), key.sign(context, message)).encode();
    }
}
