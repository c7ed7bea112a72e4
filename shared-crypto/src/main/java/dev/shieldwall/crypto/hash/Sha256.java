package dev.shieldwall.crypto.hash;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.internal.Tested;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 (FIPS 180-4).
 *
 * <p>Thread-safe. A platform thread keeps one digest: a new one for each call costs no more time and was a quarter of
 * what a busy replica allocated. In a virtual thread, of which there are thousands, each call copies a prototype.
 */
public final class Sha256 {

    /** Length of a digest in bytes. */
    public static final int BYTES = 32;

    static final Tested TESTED =
            Tested.of("sha-256", JdkProviders.SUN.getName(), () -> HashAlgorithm.selfTest(HashAlgorithm.Family.SHA_256));

    private static final MessageDigest PROTOTYPE = prototype();

    static final ThreadLocal<MessageDigest> OWN = ThreadLocal.withInitial(Sha256::copyOfPrototype);

    private Sha256() {}

    /** Hashes the concatenation of the parts. Parts are not separated: fixed lengths or a prefix are up to the caller. */
    public static byte[] hash(byte[]... parts) {
        MessageDigest digest = untouched();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    private static MessageDigest untouched() {
        TESTED.require();
        if (Thread.currentThread().isVirtual()) {
            return copyOfPrototype();
        }
        MessageDigest own = OWN.get();
        own.reset(); // a call that was given null left it in the middle
        return own;
    }

    private static MessageDigest copyOfPrototype() {
        try {
            return (MessageDigest) PROTOTYPE.clone();
        } catch (CloneNotSupportedException e) {
            throw new CryptoBug("the JDK's SHA-256 cannot be copied", e);
        }
    }

    private static MessageDigest prototype() {
        try {
            return MessageDigest.getInstance("SHA-256", JdkProviders.SUN);
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoBug("no SHA-256 in this JDK", e);
        }
    }
}
