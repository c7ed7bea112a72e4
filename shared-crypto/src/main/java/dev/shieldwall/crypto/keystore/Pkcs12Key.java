package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.signature.SignaturePrivateKey;

/**
 * A signing key with its friendly name.
 *
 * @param name for people; empty if there is none
 */
public record Pkcs12Key(String name, SignaturePrivateKey key) {

    public static final int MAX_NAME_CHARACTERS = 64;

    public Pkcs12Key {
        if (!isName(name)) {
            throw new IllegalArgumentException("a name has up to " + MAX_NAME_CHARACTERS
                    + " letters, digits and printable characters of ASCII");
        }
        if (!Pkcs8.ALGORITHMS.contains(key.algorithm())) {
            throw new IllegalArgumentException("PKCS#12 is for keys of " + Pkcs8.ALGORITHMS + ". Of " + key.algorithm()
                    + " there is no form that keeps what our keys are made of and that OpenSSL 3.0 or JDK 25 read");
        }
    }

    /** Nothing that moves a cursor, ends a line or turns the direction of writing where the name is shown. */
    static boolean isName(String name) {
        return name.length() <= MAX_NAME_CHARACTERS
                && name.chars().allMatch(c -> (c >= ' ' && c <= '~') || Character.isLetterOrDigit(c));
    }
}
