package dev.shieldwall.crypto.signature;

/**
 * The only way to verify a signature in this system.
 *
 * <p>Guarantee: every process of this version accepts the same signatures, whatever library is underneath; a message
 * accepted under one {@link SigningContext} was signed for that context by the holder of the key; no signature can be
 * changed into another that is accepted. Not guaranteed: freshness; callers detect replays.
 *
 * <p>Thread-safe, also for virtual threads.
 */
public final class Ed25519Verifier {

    /** Length of a signature in bytes. */
    public static final int SIGNATURE_BYTES = StrictRule.SIGNATURE_BYTES;

    /** Version of the rule; part of genesis, because replicas that follow different rules would fork. */
    public static final int RULE_VERSION = 1;

    private Ed25519Verifier() {}

    /** Returns normally if the signature is valid; there is no boolean for a caller to ignore. */
    public static void verify(Ed25519PublicKey key, SigningContext context, byte[] message, byte[] signature)
            throws SignatureRejectedException {
        if (!context.admits(message)) {
            throw new SignatureRejectedException("the message does not have the form that its context demands");
        }
        StrictRule.verify(key.verifying(), context.bind(message), signature);
    }

    /** Name of the library in use, for health output and metrics. */
    public static String backendName() {
        return SelectedBackend.get().name();
    }
}
