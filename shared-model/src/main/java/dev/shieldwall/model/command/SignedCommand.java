package dev.shieldwall.model.command;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;

/**
 * A command as it was signed, read but not verified: until {@link #verify} returns, anybody may have made it.
 *
 * @param jws the compact JWS, byte for byte as received
 * @param jwsHash SHA-256 of {@code jws}
 * @param keyId RFC 7638 thumbprint of the key that is said to have signed
 * @param signingInput header and payload as signed (RFC 7515 section 5.1)
 */
public record SignedCommand(
        Bytes jws, Hash jwsHash, String keyId, CommandPayload payload, Bytes signingInput, Bytes signature) {

    /** Returns normally if {@code key} is the one that is named and made the signature. */
    public void verify(Ed25519PublicKey key) throws SignatureRejectedException {
        if (!key.thumbprint().equals(keyId)) {
            throw new SignatureRejectedException("the command names another key");
        }
        Ed25519Verifier.verify(key, SigningContext.JWS, signingInput.unsafeArray(), signature.unsafeArray());
    }
}
