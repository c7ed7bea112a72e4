package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * What a signature is for. The signed bytes are a prefix made from the context, then the message; a signature made in
 * one context is worth nothing in another.
 *
 * <p>The prefix of a label is one byte with the label's length and the label itself, so no prefix plus message can be
 * read as another prefix plus another message. Two foreign formats fix their signed bytes and therefore have an empty
 * prefix: {@link #JWS} and {@link #SIGNED_NOTE}. They stay apart from labels because their first byte is greater than
 * {@value #MAX_LABEL_BYTES} and a length byte never is, and apart from each other by their last byte. Both facts are
 * checked for every message, not assumed. A third, {@link #BARE_CHALLENGE}, keeps the signer's half of that promise alone.
 */
public final class SigningContext {

    /** Bound for the length of a label; must stay below 'A' (65), see above. */
    public static final int MAX_LABEL_BYTES = 64;

    /**
     * JWS signing input (RFC 7515 section 5.1): base64url(header) '.' base64url(payload). The header starts with '{',
     * whose first six bits are 'e' (101) in base64url.
     */
    public static final SigningContext JWS = new SigningContext("JWS", Form.JWS);

    /** C2SP signed note: text whose first byte is a letter (checkpoint origin, "cosignature/v1") and that ends in a newline. */
    public static final SigningContext SIGNED_NOTE = new SigningContext("signed note", Form.SIGNED_NOTE);

    /**
     * 32 bytes as their signer drew them, which is all that the handshake of NaCl-box programs signs. Here only such are
     * signed as no other context signs. Peers draw theirs freely, so a verifier takes any 32 bytes: what a peer signed
     * for another purpose, and has that length, would serve. Verify in this context with keys that have no other use.
     */
    public static final SigningContext BARE_CHALLENGE = new SigningContext("bare challenge", Form.BARE_CHALLENGE);

    /** Length of what is signed in {@link #BARE_CHALLENGE}. */
    public static final int CHALLENGE_BYTES = 32;

    private static final String HYBRID_HALF = "shieldwall/hybrid-ed25519-ml-dsa-65/v1";

    private enum Form {
        LABELLED,
        JWS,
        SIGNED_NOTE,
        BARE_CHALLENGE
    }

    private final String label;
    private final Form form;
    private final byte[] prefix;

    private SigningContext(String label, Form form) {
        this.label = label;
        this.form = form;
        this.prefix = form == Form.LABELLED ? prefixOf(label) : new byte[0];
    }

    /**
     * Creates the context of a label: 1 to {@value #MAX_LABEL_BYTES} printable ASCII characters. The label of the halves
     * of hybrid signatures is refused: whoever had that context could pass a half for a signature of its own.
     */
    public static SigningContext of(String label) {
        boolean printable = label.chars().allMatch(c -> c > ' ' && c <= '~');
        if (label.isEmpty() || label.length() > MAX_LABEL_BYTES || !printable) {
            throw new IllegalArgumentException("label must be 1 to " + MAX_LABEL_BYTES + " printable ASCII characters");
        }
        if (label.equals(HYBRID_HALF)) {
            throw new IllegalArgumentException(label + " is reserved for the halves of hybrid signatures");
        }
        return new SigningContext(label, Form.LABELLED);
    }

    /** For {@link HybridScheme} alone. */
    static SigningContext ofHybridHalf() {
        return new SigningContext(HYBRID_HALF, Form.LABELLED);
    }

    private static byte[] prefixOf(String label) {
        byte[] prefix = new byte[1 + label.length()];
        prefix[0] = (byte) label.length();
        System.arraycopy(label.getBytes(StandardCharsets.US_ASCII), 0, prefix, 1, label.length());
        return prefix;
    }

    /** Returns the bytes that are signed: the prefix, then the message. */
    byte[] bind(byte[] message) {
        if (prefix.length == 0) {
            return message;
        }
        return Bytes.join(prefix, message);
    }

    /** Whether the message has the form that keeps this context apart from all others; of a bare challenge, its length. */
    boolean admits(byte[] message) {
        return switch (form) {
            case LABELLED -> true;
            case JWS -> message.length > 0 && message[0] == 'e' && message[message.length - 1] != '\n';
            case SIGNED_NOTE -> message.length > 0 && isLetter(message[0]) && message[message.length - 1] == '\n';
            case BARE_CHALLENGE -> message.length == CHALLENGE_BYTES;
        };
    }

    private static boolean isLetter(byte b) {
        return (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z');
    }

    void requireAdmitted(byte[] message) {
        if (!admits(message) || (form == Form.BARE_CHALLENGE && servesElsewhere(message))) {
            throw new CryptoBug("message does not have the form of a " + label);
        }
    }

    private static boolean servesElsewhere(byte[] message) {
        boolean labelled = message[0] >= 0 && message[0] <= MAX_LABEL_BYTES;
        return labelled || JWS.admits(message) || SIGNED_NOTE.admits(message);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SigningContext that && form == that.form && label.equals(that.label);
    }

    @Override
    public int hashCode() {
        return label.hashCode();
    }

    @Override
    public String toString() {
        return label;
    }
}
