package dev.shieldwall.crypto.keystore;

/** The bytes are not a PKCS#12 file that this version reads with this password. Holds no key material. */
public final class Pkcs12RejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why. A wrong password and an altered file are the same; whoever reads cannot tell one from the other. */
    public enum Reason {
        TOO_LONG("has more bytes than a PKCS#12 file with one key"),
        MALFORMED("is no PKCS#12 file in DER, or is torn, or something is behind it"),
        NO_MAC("has no MAC over a password, so nobody could tell that it was altered"),
        OTHER_MAC("has another MAC than HMAC-SHA256 with a key by RFC 7292 appendix B; that over SHA-1 is too weak"),
        OTHER_ENCRYPTION("is encrypted otherwise than by PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC; RC2, triple DES"
                + " and PBES1 are too weak"),
        UNENCRYPTED_KEY("holds a private key that is not encrypted"),
        COST("asks for fewer than 2,048 or more than 10,000,000 iterations, or for a salt not of 8 to 64 bytes"),
        DOES_NOT_OPEN("does not open: the password is wrong, or the file was altered"),
        OTHER_CONTENT("holds something else than one private key and certificates, or more than fits"),
        NAME("gives its key a name that is too long, or has other characters than letters, digits and those of ASCII"),
        OTHER_KEY("holds a private key that is no Ed25519, Ed448 or ECDSA P-256 key"),
        INCONSISTENT("holds a private key whose public key, beside it or in the certificates, is another");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private final Reason reason;

    Pkcs12RejectedException(Reason reason) {
        super(reason.text);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
