package dev.shieldwall.model.identity;

import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.PlainText;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Signed claims of an issuer about a principal and its key.
 *
 * @param issuer one of the attestation issuers of genesis
 * @param claims open vocabulary, for example purpose, environment, jurisdiction; at most 16, keys up to 64 and values
 *     up to 256 characters
 * @param notAfterMillis end of validity for a registration, in block time
 * @param signature Ed25519 of the issuer, context {@code shieldwall/attestation/v1}, over {@link #message}
 */
public record Attestation(PrincipalId issuer, SortedMap<String, String> claims, long notAfterMillis, Bytes signature) {

    public static final int MAX_CLAIMS = 16;
    public static final int MAX_CLAIM_NAME = 64;
    public static final int MAX_CLAIM_VALUE = 256;
    public static final int SIGNATURE_BYTES = 64;
    public static final String SIGNING_LABEL = "shieldwall/attestation/v1";

    private static final CborCodec<Statement> STATEMENT = CborCodec.of(Statement.class);

    public Attestation {
        // Into a map of its own: the copy constructor would take over the order of another comparator.
        var sorted = new TreeMap<String, String>();
        sorted.putAll(claims);
        claims = Collections.unmodifiableSortedMap(sorted);
        if (claims.size() > MAX_CLAIMS) {
            throw new IllegalArgumentException("an attestation has at most 16 claims");
        }
        claims.forEach((name, value) -> {
            PlainText.require("the name of a claim", name, MAX_CLAIM_NAME);
            PlainText.requireOrEmpty("the value of a claim", value, MAX_CLAIM_VALUE);
        });
        if (notAfterMillis < 0) {
            throw new IllegalArgumentException("notAfterMillis is negative");
        }
        if (signature.size() != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("an attestation signature has 64 bytes");
        }
    }

    private record Statement(
            Hash chainId, PrincipalId subject, VerificationKey key, PrincipalId issuer, SortedMap<String, String> claims,
            long notAfterMillis) {}

    /** What the issuer signs: deterministic CBOR of chain, subject, its key, issuer, claims and end of validity. */
    public static byte[] message(
            Hash chainId, PrincipalId subject, VerificationKey key, PrincipalId issuer, SortedMap<String, String> claims,
            long notAfterMillis) {
        return STATEMENT.encode(new Statement(chainId, subject, key, issuer, claims, notAfterMillis));
    }
}
