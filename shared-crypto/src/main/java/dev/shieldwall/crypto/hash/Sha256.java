package dev.shieldwall.crypto.hash;

import dev.shieldwall.crypto.CryptoBug;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4).
 *
 * <p>Thread-safe. A platform thread keeps one digest. A virtual thread gets a copy of an untouched prototype per
 * call, because a thread-local of a virtual thread would be made anew for each of them, and looking a digest up by
 * name costs more than the copy.
 */
public final class Sha256 {

    /** Length of a digest in bytes. */
    public static final int BYTES = 32;

    private static final MessageDigest PROTOTYPE = newDigest();
    private static final ThreadLocal<MessageDigest> REUSED = ThreadLocal.withInitial(Sha256::copyOfPrototype);

    private Sha256() {}

    /** Hashes the concatenation of the parts. Parts are not separated: fixed lengths or a prefix are up to the caller. */
    public static byte[] hash(byte[]... parts) {
        MessageDigest digest = Thread.currentThread().isVirtual() ? copyOfPrototype() : REUSED.get();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest copyOfPrototype() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            throw new CryptoBug("the JDK's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoBug("no SHA-256 in this JDK", e);
        }
    }
}
