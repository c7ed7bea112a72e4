package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;

/** The parts of a PKCS#12 file, to be put together rightly and wrongly. */
final class Pkcs12Parts {

    static final SecureRandom RANDOM = new SecureRandom();
    static final SecretBytes PASSWORD = secret("correct horse");
    static final int LEAST = 2_048;
    static final byte[] SALT = {0, 1, 2, 3, 4, 5, 6, 7};
    static final DERSequence SHA_256 = sequence(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    static final DERSequence HMAC_SHA_256 = sequence(PKCSObjectIdentifiers.id_hmacWithSHA256, DERNull.INSTANCE);

    private Pkcs12Parts() {}

    static SecretBytes secret(String text) {
        return SecretBytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    static SignaturePrivateKey key(SignatureAlgorithm algorithm) {
        return SignaturePrivateKey.generate(algorithm, RANDOM);
    }

    static byte[] encoded(SignaturePrivateKey key) {
        return key.encode(SecretAccess.granted());
    }

    static byte[] raw(SignaturePrivateKey key) {
        byte[] tagged = encoded(key);
        return Arrays.copyOfRange(tagged, 1, tagged.length);
    }

    static ASN1Encodable parsed(byte[] der) {
        try {
            return Der.parse(der);
        } catch (Pkcs12RejectedException e) {
            throw new AssertionError(e);
        }
    }

    static DERSequence sequence(ASN1Encodable... parts) {
        return new DERSequence(parts);
    }

    static DEROctetString octets(byte[] bytes) {
        return new DEROctetString(bytes);
    }

    static DERTaggedObject explicit(int tag, ASN1Encodable value) {
        return new DERTaggedObject(true, tag, value);
    }

    static DERSequence typed(ASN1ObjectIdentifier type, ASN1Encodable value) {
        return sequence(type, explicit(0, value));
    }

    static DERSequence shrouded(byte[] pkcs8, ASN1Encodable... attributes) {
        Pbes2 sealed = Pbes2.seal(pkcs8, PASSWORD, LEAST, RANDOM);
        ASN1Encodable value = explicit(0, sequence(sealed.algorithm(), octets(sealed.ciphertext())));
        return attributes.length == 0
                ? sequence(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, value)
                : sequence(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag, value, new DERSet(attributes));
    }

    static DERSequence named(String name) {
        return sequence(PKCSObjectIdentifiers.pkcs_9_at_friendlyName, new DERSet(new DERBMPString(name)));
    }

    static DERSequence certificate(byte[] encoded) {
        return typed(PKCSObjectIdentifiers.certBag, typed(PKCSObjectIdentifiers.x509Certificate, octets(encoded)));
    }

    static DERSequence data(ASN1Encodable... bags) {
        return typed(PKCSObjectIdentifiers.data, octets(Der.encode(sequence(bags))));
    }

    static DERSequence encryptedData(ASN1Encodable... bags) {
        Pbes2 sealed = Pbes2.seal(Der.encode(sequence(bags)), PASSWORD, LEAST, RANDOM);
        return typed(PKCSObjectIdentifiers.encryptedData, sequence(new ASN1Integer(0), sequence(
                PKCSObjectIdentifiers.data, sealed.algorithm(),
                new DERTaggedObject(false, 0, octets(sealed.ciphertext())))));
    }

    /** A file with these parts under a right MAC. */
    static byte[] file(ASN1Encodable... parts) {
        return Pkcs12.sealed(Der.encode(sequence(parts)), PASSWORD, SALT, LEAST);
    }

    /** A file of nothing with a wrong MAC. */
    static byte[] macked(ASN1Encodable algorithm, byte[] salt, ASN1Encodable... iterations) {
        ASN1Encodable digest = sequence(algorithm, octets(new byte[32]));
        ASN1Encodable macData = iterations.length == 0
                ? sequence(digest, octets(salt))
                : sequence(digest, octets(salt), iterations[0]);
        ASN1Encodable content = typed(PKCSObjectIdentifiers.data, octets(new byte[0]));
        return Der.encode(sequence(new ASN1Integer(3), content, macData));
    }

    static DERSequence pbes2(ASN1Encodable kdfParameters, byte[] iv) {
        return sequence(PKCSObjectIdentifiers.id_PBES2, sequence(
                sequence(PKCSObjectIdentifiers.id_PBKDF2, kdfParameters),
                sequence(NISTObjectIdentifiers.id_aes256_CBC, octets(iv))));
    }
}
