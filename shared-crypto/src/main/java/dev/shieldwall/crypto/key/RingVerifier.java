package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.Verifier;
import java.time.Instant;
import java.util.Optional;

/** The role that verifies: waiting and primary keys always, retired ones until their overlap ends. It can do nothing else. */
public final class RingVerifier {

    private final LiveKeyRing live;
    private final SigningContext context;

    RingVerifier(LiveKeyRing live, SigningContext context) {
        this.live = live;
        this.context = context;
    }

    /**
     * Returns normally if the key that the signature names accepts signatures at that time and this one fits.
     *
     * @param at the time now, not one that the message claims
     */
    public void verify(byte[] message, KeyedSignature signature, Instant at) throws SignatureRejectedException {
        SignaturePublicKey key = publicKey(signature.key(), at)
                .orElseThrow(() -> new SignatureRejectedException("no key " + signature.key() + " verifies at " + at));
        new Verifier(key, context).verify(message, signature.signature().encode());
    }

    /** The public key of that id if it verifies at that time, for those who verify elsewhere. */
    public Optional<SignaturePublicKey> publicKey(KeyId id, Instant at) {
        return live.accepting(id, at, RingVerifier::publicKey);
    }

    private static SignaturePublicKey publicKey(KeyRing ring, KeyMaterial material) {
        return switch (material) {
            case KeyMaterial.PrivateKey(var key) -> key.publicKey();
            case KeyMaterial.Remote(var key, _) -> key;
            case KeyMaterial.PublicKey(var key) -> key;
            case KeyMaterial.Secret _ -> throw LiveKeyRing.wrongRole(ring);
        };
    }
}
