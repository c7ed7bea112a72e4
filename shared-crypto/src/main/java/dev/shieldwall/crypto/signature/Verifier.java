package dev.shieldwall.crypto.signature;

/**
 * Verifies signatures of one key in one context.
 *
 * <p>Guarantee: a message that passes was signed for this context by the holder of this key, with the key's algorithm
 * and no other; for a hybrid key both halves hold. Not guaranteed: freshness; and for Falcon and SLH-DSA only what the
 * library promises, for no second library was there to compare.
 *
 * <p>Thread-safe, also for virtual threads.
 */
public final class Verifier {

    private final SignaturePublicKey key;
    private final SigningContext context;

    public Verifier(SignaturePublicKey key, SigningContext context) {
        this.key = key;
        this.context = context;
    }

    /** Returns normally if the id byte and signature are valid; there is no boolean for a caller to ignore. */
    public void verify(byte[] message, byte[] encoded) throws SignatureRejectedException {
        TaggedSignature signature = TaggedSignature.parse(encoded);
        if (signature.algorithm() != key.algorithm()) {
            throw new SignatureRejectedException("a signature of " + signature.algorithm() + " for a key of "
                    + key.algorithm());
        }
        if (!context.admits(message)) {
            throw new SignatureRejectedException("the message does not have the form that its context demands");
        }
        if (!key.parsed().accepts(context, message, signature.bytes())) {
            throw new SignatureRejectedException("the signature does not fit key, context and message");
        }
    }
}
