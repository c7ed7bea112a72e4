package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 public key that is canonical and of prime order. Making one costs about 0.1 ms; callers keep it.
 *
 * <p>Immutable and thread-safe.
 */
public final class Ed25519PublicKey {

    public static final int BYTES = 32;

    private final byte[] bytes;
    private final SignatureBackend.VerifyingKey verifying;

    private Ed25519PublicKey(byte[] bytes, SignatureBackend backend) {
        this.bytes = bytes;
        this.verifying = backend.verifyingKey(bytes);
    }

    /** Accepts only the one canonical encoding of a point of prime order. */
    public static Ed25519PublicKey of(byte[] bytes) throws KeyRejectedException {
        return of(bytes, SelectedBackend.get());
    }

    static Ed25519PublicKey of(byte[] bytes, SignatureBackend backend) throws KeyRejectedException {
        byte[] copy = bytes.clone();
        StrictRule.checkKey(copy);
        return new Ed25519PublicKey(copy, backend);
    }

    SignatureBackend.VerifyingKey verifying() {
        return verifying;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** JWK thumbprint (RFC 7638, RFC 8037 appendix A.3), base64url without padding. */
    public String thumbprint() {
        Base64.Encoder base64Url = Base64.getUrlEncoder().withoutPadding();
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + base64Url.encodeToString(bytes) + "\"}";
        return base64Url.encodeToString(Sha256.hash(jwk.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The key as a JDK object, for libraries that want one. Never verify with it: use {@link Ed25519Verifier}. */
    public PublicKey toJava() {
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(Ed25519Encoding.spki(bytes)));
        } catch (GeneralSecurityException e) {
            throw new CryptoBug("the JDK does not parse a valid Ed25519 key", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ed25519PublicKey that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Ed25519PublicKey[" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "]";
    }
}
