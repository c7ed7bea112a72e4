package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.internal.Tested;
import dev.shieldwall.crypto.kdf.Pkcs12Kdf;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.mac.MacRejectedException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/**
 * One signing key as PKCS#12 (RFC 7292), for other programs: encrypted by PBES2 with PBKDF2-HMAC-SHA256 and AES-256-CBC,
 * the whole under HMAC-SHA256. OpenSSL 3.0 and JDK 25 read what is written, and what they write is read. Certificates are
 * not written; those of others must be of the key, and are left out.
 *
 * <p>Guarantee: what is read was made by somebody who has the password, and costs a stranger no more than the bounds of
 * {@link Pkcs12Kdf} for one MAC. Not guaranteed: that the password withstands. A guess costs what SHA-256 costs, which
 * special hardware does cheaply; {@link SealedKeyFile} costs memory as well.
 *
 * <p>Thread-safe. Secrets that are given stay the caller's, keys that are returned become the caller's to close.
 */
public final class Pkcs12 {

    public static final int MAX_BYTES = 1 << 20;

    /** What is asked of PBKDF2-HMAC-SHA256 for passwords by OWASP; a third of a second here, MAC and encryption together. */
    public static final int ITERATIONS = 600_000;

    public static final int MIN_PASSWORD_BYTES = SealedKeyFile.MIN_PASSPHRASE_BYTES;

    private static final int VERSION = 3;
    private static final int SALT_BYTES = 16;
    private static final DERSequence SHA_256 = sequence(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);

    private Pkcs12() {}

    /** @throws IllegalArgumentException for a password that is too short, too long or no text in UTF-8, or has U+0000 in it */
    public static byte[] encode(Pkcs12Key key, SecretBytes password, SecureRandom random) {
        return encode(key, password, ITERATIONS, random);
    }

    static byte[] encode(Pkcs12Key key, SecretBytes password, int iterations, SecureRandom random) {
        if (password.length() < MIN_PASSWORD_BYTES) {
            throw new IllegalArgumentException("a password has at least " + MIN_PASSWORD_BYTES + " bytes");
        }
        Pkcs12Kdf.requirePassword(password); // before there is anything secret to overwrite
        byte[] bags = Der.encode(sequence(keyBag(key, password, iterations, random)));
        byte[] authenticatedSafe = Der.encode(sequence(data(bags)));
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return sealed(authenticatedSafe, password, salt, iterations);
    }

    private static DERSequence keyBag(Pkcs12Key key, SecretBytes password, int iterations, SecureRandom random) {
        Pbes2 sealed = sealed(key, password, iterations, random);
        var value = new DERTaggedObject(true, 0, sequence(sealed.algorithm(), new DEROctetString(sealed.ciphertext())));
        if (key.name().isEmpty()) {
            return sequence(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, value);
        }
        var name = sequence(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERSet(new DERBMPString(key.name())));
        return sequence(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, value, new DERSet(name));
    }

    private static Pbes2 sealed(Pkcs12Key key, SecretBytes password, int iterations, SecureRandom random) {
        byte[] pkcs8 = Pkcs8.encode(key.key());
        try {
            return Pbes2.seal(pkcs8, password, iterations, random);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** Puts the MAC over it. */
    static byte[] sealed(byte[] authenticatedSafe, SecretBytes password, byte[] salt, int iterations) {
        try (Hmac mac = new Hmac(HashAlgorithm.SHA_256, Pkcs12Kdf.macKey(password, salt, iterations))) {
            var digest = sequence(SHA_256, new DEROctetString(mac.tag(authenticatedSafe)));
            var macData = sequence(digest, new DEROctetString(salt), new ASN1Integer(iterations));
            return Der.encode(sequence(new ASN1Integer(VERSION), data(authenticatedSafe), macData));
        }
    }

    private static DERSequence data(byte[] content) {
        return sequence(PKCSObjectIdentifiers.data, new DERTaggedObject(true, 0, new DEROctetString(content)));
    }

    private static DERSequence sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    /** @throws IllegalArgumentException for a password that is empty, too long or no text in UTF-8, or has U+0000 in it */
    public static Pkcs12Key decode(byte[] file, SecretBytes password) throws Pkcs12RejectedException {
        if (file.length > MAX_BYTES) {
            throw new Pkcs12RejectedException(Reason.TOO_LONG);
        }
        List<ASN1Encodable> pfx = Der.sequence(Der.parseStrictly(file), 2, 3);
        if (Der.number(pfx.getFirst()) != VERSION) {
            throw Der.malformed();
        }
        List<ASN1Encodable> content = Der.sequence(pfx.get(1), 2, 2);
        if (pfx.size() == 2 || !Der.oid(content.getFirst()).equals(PKCSObjectIdentifiers.data)) {
            throw new Pkcs12RejectedException(Reason.NO_MAC);
        }
        byte[] authenticatedSafe = Der.octets(Der.explicit(content.get(1), 0));
        verify(Der.sequence(pfx.get(2), 2, 3), authenticatedSafe, password);
        return Pkcs12Contents.read(authenticatedSafe, password);
    }

    private static void verify(List<ASN1Encodable> macData, byte[] authenticatedSafe, SecretBytes password)
            throws Pkcs12RejectedException {
        List<ASN1Encodable> digest = Der.sequence(macData.getFirst(), 2, 2);
        if (!SHA_256.equals(digest.getFirst()) && !sequence(NISTObjectIdentifiers.id_sha256).equals(digest.getFirst())) {
            throw new Pkcs12RejectedException(Reason.OTHER_MAC);
        }
        byte[] salt = Der.octets(macData.get(1));
        int iterations = macData.size() == 3 ? Der.number(macData.get(2)) : 1;
        if (!Pkcs12Kdf.bears(salt, iterations)) {
            throw new Pkcs12RejectedException(Reason.COST);
        }
        try (Hmac mac = new Hmac(HashAlgorithm.SHA_256, Pkcs12Kdf.macKey(password, salt, iterations))) {
            mac.verify(Der.octets(digest.get(1)), authenticatedSafe);
        } catch (MacRejectedException e) {
            throw new Pkcs12RejectedException(Reason.DOES_NOT_OPEN);
        }
    }

    /** The cipher; what makes the keys is listed by {@link Pkcs12Kdf}. */
    public static List<Tested> tested() {
        return List.of(Pbes2.tested());
    }
}
