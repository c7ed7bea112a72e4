package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.Signer;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.crypto.signature.TaggedSignature;
import dev.shieldwall.crypto.signature.Verifier;
import java.util.function.Supplier;

/** The role that signs, with whatever key is the primary at that moment, in one context. */
public final class RingSigner {

    private final LiveKeyRing live;
    private final SigningContext context;

    RingSigner(LiveKeyRing live, SigningContext context) {
        this.live = live;
        this.context = context;
    }

    public KeyedSignature sign(byte[] message) {
        return live.use(ring -> prepared(ring, message)).get();
    }

    /** A key in memory signs at once, while nobody overwrites it; a token afterwards, while nobody waits for it. */
    private Supplier<KeyedSignature> prepared(KeyRing ring, byte[] message) {
        KeyId id = ring.primary().id();
        return switch (ring.primary().material()) {
            case KeyMaterial.PrivateKey(var key) -> {
                var signature = new KeyedSignature(id, parsed(new Signer(key, context).sign(message)));
                yield () -> signature;
            }
            case KeyMaterial.Remote(var key, var signer) ->
                () -> new KeyedSignature(id, parsed(checked(key, signer, message)));
            case KeyMaterial.PublicKey _, KeyMaterial.Secret _ -> throw LiveKeyRing.wrongRole(ring);
        };
    }

    /** A token that signs wrongly, or with another key, is noticed here and not by those who refuse us. */
    private byte[] checked(SignaturePublicKey key, RemoteSigner signer, byte[] message) {
        byte[] signature = signer.sign(context, message);
        try {
            new Verifier(key, context).verify(message, signature);
            return signature;
        } catch (SignatureRejectedException e) {
            throw new CryptoBug("a remote signer returned what the public key in the ring does not verify", e);
        }
    }

    private static TaggedSignature parsed(byte[] signature) {
        try {
            return TaggedSignature.parse(signature);
        } catch (SignatureRejectedException e) {
            throw new CryptoBug("a signer returned no signature", e);
        }
    }
}
