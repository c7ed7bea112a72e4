package dev.shieldwall.crypto.key;

import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SigningContext;

/** A private key that others hold for us, such as a token, and that signs there. Thread-safe. */
public interface RemoteSigner {

    SignaturePublicKey publicKey();

    /** Returns the id byte of the algorithm, then the signature, as {@link dev.shieldwall.crypto.signature.Signer} does. */
    byte[] sign(SigningContext context, byte[] message);
}
