package dev.shieldwall.model.identity;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import java.nio.charset.StandardCharsets;

/**
 * A public key with the suite that it is for; bytes without a suite are not a key.
 *
 * @param suite {@code ed25519}, the only suite of this version
 * @param key 32 bytes (RFC 8032 section 5.1.5)
 */
public record VerificationKey(String suite, Bytes key) {

    public static final String ED25519 = "ed25519";

    public VerificationKey {
        if (!suite.equals(ED25519)) {
            throw new IllegalArgumentException("unknown signature suite");
        }
        if (key.size() != 32) {
            throw new IllegalArgumentException("an ed25519 key has 32 bytes");
        }
    }

    public static VerificationKey ed25519(byte[] key) {
        return new VerificationKey(ED25519, Bytes.of(key));
    }

    /** JWK thumbprint (RFC 7638, RFC 8037 appendix A.3), base64url without padding: the {@code kid} of its commands. */
    public String thumbprint() {
        String jwk = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + key.toBase64Url() + "\"}";
        return Hash.sha256(jwk.getBytes(StandardCharsets.US_ASCII)).value().toBase64Url();
    }
}
