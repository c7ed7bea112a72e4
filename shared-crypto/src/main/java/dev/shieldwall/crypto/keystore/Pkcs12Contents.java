package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/** Reads what lies under the MAC of a PKCS#12 file (RFC 7292 section 4): once, in one thread. */
final class Pkcs12Contents implements AutoCloseable {

    /** OpenSSL and the JDK write one part with the key and one with the certificates. */
    private static final int MAX_PARTS = 2;

    /** In a part: the key and a chain of certificates. */
    private static final int MAX_BAGS = 10;

    private static final int MAX_ATTRIBUTES = 10;

    /** What is signed in a certificate (RFC 5280 section 4.1). */
    private static final int MAX_FIELDS = 10;

    private final SecretBytes password;
    private final List<ASN1Encodable> certifiedKeys = new ArrayList<>();
    @Nullable SignaturePrivateKey key;
    private String name = "";

    Pkcs12Contents(SecretBytes password) {
        this.password = password;
    }

    static Pkcs12Key read(byte[] authenticatedSafe, SecretBytes password) throws Pkcs12RejectedException {
        try (var contents = new Pkcs12Contents(password)) {
            contents.readParts(authenticatedSafe);
            return contents.handOut();
        }
    }

    /** Overwrites the key, unless it was handed out: it may have been read when something behind it is refused, or fails. */
    @Override
    public void close() {
        if (key != null) {
            key.close();
        }
    }

    /** The key is the caller's from then on. */
    Pkcs12Key handOut() throws Pkcs12RejectedException {
        if (key == null) {
            throw new Pkcs12RejectedException(Reason.OTHER_CONTENT);
        }
        boolean certified = certifiedKeys.isEmpty();
        for (ASN1Encodable publicKey : certifiedKeys) {
            certified |= Pkcs8.isPublicKeyOf(key, publicKey);
        }
        if (!certified) {
            throw new Pkcs12RejectedException(Reason.INCONSISTENT);
        }
        var found = new Pkcs12Key(name, key);
        key = null;
        return found;
    }

    void readParts(byte[] authenticatedSafe) throws Pkcs12RejectedException {
        for (ASN1Encodable part : Der.sequence(Der.parse(authenticatedSafe), 1, MAX_PARTS)) {
            readPart(part);
        }
    }

    private void readPart(ASN1Encodable part) throws Pkcs12RejectedException {
        List<ASN1Encodable> typed = Der.sequence(part, 2, 2);
        ASN1ObjectIdentifier type = Der.oid(typed.getFirst());
        ASN1Encodable content = Der.explicit(typed.get(1), 0);
        if (type.equals(PKCSObjectIdentifiers.data)) {
            readBags(Der.octets(content));
        } else if (type.equals(PKCSObjectIdentifiers.encryptedData)) {
            readEncrypted(Der.sequence(content, 2, 2));
        } else {
            throw new Pkcs12RejectedException(Reason.OTHER_CONTENT);
        }
    }

    private void readEncrypted(List<ASN1Encodable> encryptedData) throws Pkcs12RejectedException {
        List<ASN1Encodable> content = Der.sequence(encryptedData.get(1), 3, 3);
        byte[] bags = new Pbes2(content.get(1), Der.implicitOctets(content.get(2), 0)).open(password);
        try {
            readBags(bags);
        } finally {
            Arrays.fill(bags, (byte) 0);
        }
    }

    private void readBags(byte[] safeContents) throws Pkcs12RejectedException {
        for (ASN1Encodable bag : Der.sequence(Der.parse(safeContents), 0, MAX_BAGS)) {
            List<ASN1Encodable> parts = Der.sequence(bag, 2, 3);
            ASN1ObjectIdentifier type = Der.oid(parts.getFirst());
            ASN1Encodable value = Der.explicit(parts.get(1), 0);
            if (type.equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                readKey(Der.sequence(value, 2, 2));
                name = parts.size() == 3 ? nameIn(parts.get(2)) : "";
            } else if (type.equals(PKCSObjectIdentifiers.certBag)) {
                readCertificate(Der.sequence(value, 2, 2));
            } else {
                throw new Pkcs12RejectedException(
                        type.equals(PKCSObjectIdentifiers.keyBag) ? Reason.UNENCRYPTED_KEY : Reason.OTHER_CONTENT);
            }
        }
    }

    private void readKey(List<ASN1Encodable> encrypted) throws Pkcs12RejectedException {
        if (key != null) {
            throw new Pkcs12RejectedException(Reason.OTHER_CONTENT);
        }
        byte[] pkcs8 = new Pbes2(encrypted.getFirst(), Der.octets(encrypted.get(1))).open(password);
        try {
            key = Pkcs8.decode(pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }

    /** The last of several; other attributes, the JDK's and Microsoft's, name keys and say nothing about them. */
    private static String nameIn(ASN1Encodable attributes) throws Pkcs12RejectedException {
        String name = "";
        for (ASN1Encodable attribute : Der.set(attributes, 0, MAX_ATTRIBUTES)) {
            List<ASN1Encodable> parts = Der.sequence(attribute, 2, 2);
            if (Der.oid(parts.getFirst()).equals(PKCSObjectIdentifiers.pkcs_9_at_friendlyName)) {
                name = Der.text(Der.set(parts.get(1), 1, 1).getFirst());
            }
        }
        if (!Pkcs12Key.isName(name)) {
            throw new Pkcs12RejectedException(Reason.NAME);
        }
        return name;
    }

    /** Of a certificate only the public key says something about ours: it is the sixth field, or the seventh behind a version. */
    private void readCertificate(List<ASN1Encodable> certificate) throws Pkcs12RejectedException {
        if (!Der.oid(certificate.getFirst()).equals(PKCSObjectIdentifiers.x509Certificate)) {
            throw new Pkcs12RejectedException(Reason.OTHER_CONTENT);
        }
        ASN1Encodable signed = Der.sequence(Der.parse(Der.octets(Der.explicit(certificate.get(1), 0))), 3, 3).getFirst();
        int before = Der.isTagged(Der.sequence(signed, 1, MAX_FIELDS).getFirst(), 0) ? 6 : 5;
        certifiedKeys.add(Der.sequence(signed, before + 1, MAX_FIELDS).get(before));
    }
}
