package dev.shieldwall.client.signing;

import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.crypto.signature.Ed25519Verifier;
import dev.shieldwall.crypto.signature.SignatureRejectedException;
import dev.shieldwall.crypto.signature.SigningContext;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.model.identity.PrincipalId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The claims of a bearer token for reads (RFC 7519). The token is a compact JWS of exactly the members
 * {@code alg} EdDSA, {@code kid} and {@code typ} in its header and of exactly these claims; it is signed with the token
 * key of genesis.
 *
 * @param iss the trust domain, {@code spiffe://…}
 * @param sub who reads
 * @param aud the mesh: {@link #audience}
 * @param iat when it was made, Unix seconds
 * @param exp end, exclusive, Unix seconds; at most {@link #MAX_LIFETIME} after iat
 * @param scope words separated by a space; reads need {@link #SCOPE_READ}
 */
public record ReadToken(String iss, PrincipalId sub, String aud, long iat, long exp, String scope) {

    public static final Duration MAX_LIFETIME = Duration.ofMinutes(15);
    /** By how much the clocks of minter and verifier may differ. */
    public static final Duration SKEW = Duration.ofSeconds(5);
    public static final String SCOPE_READ = "read";
    public static final String TYPE = "shieldwall-read+jwt";
    public static final int MAX_BYTES = 2_048;

    private static final String ALGORITHM = "EdDSA";
    private static final JsonCodec<Header> HEADER = JsonCodec.of(Header.class);
    private static final JsonCodec<ReadToken> CLAIMS = JsonCodec.of(ReadToken.class);

    private record Header(String alg, String kid, String typ) {}

    /** The audience of tokens for this mesh: two meshes of one trust domain do not accept each other's. */
    public static String audience(Genesis genesis) {
        return "urn:shieldwall:mesh:" + genesis.chainId().value().toBase64Url();
    }

    public static String issuer(Genesis genesis) {
        return "spiffe://" + genesis.trustDomain();
    }

    /** The claims of a token for {@code subject}, valid from {@code now} for {@code lifetime}. */
    public static ReadToken of(Genesis genesis, PrincipalId subject, Instant now, Duration lifetime) {
        if (lifetime.compareTo(MAX_LIFETIME) > 0 || lifetime.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a token lives from one second to " + MAX_LIFETIME.toMinutes()
                    + " minutes");
        }
        long iat = now.getEpochSecond();
        return new ReadToken(
                issuer(genesis), subject, audience(genesis), iat, iat + lifetime.toSeconds(), SCOPE_READ);
    }

    /** The compact serialization (RFC 7515 section 7.1), signed by {@code tokenKey}. */
    public String sign(Ed25519Signer tokenKey) {
        var header = new Header(ALGORITHM, tokenKey.publicKey().thumbprint(), TYPE);
        String input = base64Url(HEADER.encode(header)) + "." + base64Url(CLAIMS.encode(this));
        byte[] signature = tokenKey.sign(SigningContext.JWS, input.getBytes(StandardCharsets.US_ASCII));
        return input + "." + base64Url(signature);
    }

    /**
     * Verifies signature, header and claims.
     *
     * @param tokenKey the key of genesis
     * @param genesis names issuer and audience
     */
    public static ReadToken verify(String compact, Ed25519PublicKey tokenKey, Genesis genesis, Instant now)
            throws ReadTokenRejectedException {
        if (compact.length() > MAX_BYTES) {
            throw new ReadTokenRejectedException("the token is too long");
        }
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new ReadTokenRejectedException("a token has three parts");
        }
        try {
            Header header = HEADER.decode(decoded(compact.substring(0, first)));
            if (!header.equals(new Header(ALGORITHM, tokenKey.thumbprint(), TYPE))) {
                throw new ReadTokenRejectedException("the header does not name the token key of this mesh");
            }
            byte[] input = compact.substring(0, second).getBytes(StandardCharsets.US_ASCII);
            Ed25519Verifier.verify(
                    tokenKey, SigningContext.JWS, input, decoded(compact.substring(second + 1)));
            ReadToken token = CLAIMS.decode(decoded(compact.substring(first + 1, second)));
            token.requireValid(genesis, now);
            return token;
        } catch (SignatureRejectedException e) {
            throw new ReadTokenRejectedException("the signature does not hold");
        } catch (MalformedException e) {
            throw new ReadTokenRejectedException("not a token of this mesh: " + e.getMessage());
        }
    }

    private void requireValid(Genesis genesis, Instant now) throws ReadTokenRejectedException {
        if (!iss.equals(issuer(genesis)) || !aud.equals(audience(genesis))) {
            throw new ReadTokenRejectedException("the token is for another mesh");
        }
        if (exp <= iat || exp - iat > MAX_LIFETIME.toSeconds()) {
            throw new ReadTokenRejectedException("the token's lifetime is not allowed");
        }
        if (now.getEpochSecond() >= exp) {
            throw new ReadTokenRejectedException("the token has expired");
        }
        if (now.plus(SKEW).getEpochSecond() < iat) {
            throw new ReadTokenRejectedException("the token is not valid yet");
        }
    }

    private static byte[] decoded(String part) throws MalformedException {
        return Bytes.ofBase64Url(part).unsafeArray();
    }

    private static String base64Url(byte[] bytes) {
        return Bytes.wrap(bytes).toBase64Url();
    }
}
