package dev.shieldwall.crypto.internal;

import dev.shieldwall.crypto.CryptoBug;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * ML-DSA and ML-KEM keys as objects of the JDK. JDK 25 reads expanded private keys only, an OCTET STRING in PKCS#8;
 * whoever has a seed expands it first.
 */
public record JdkLatticeKeys(String name, Provider provider, ASN1ObjectIdentifier oid) {

    public PublicKey publicKey(byte[] raw) {
        try {
            byte[] encoded = new SubjectPublicKeyInfo(new AlgorithmIdentifier(oid), raw).getEncoded();
            return KeyFactory.getInstance(name, provider).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoBug("the JDK does not parse a public key of " + name, e);
        }
    }

    public PrivateKey privateKey(byte[] expanded) {
        try {
            byte[] encoded = new PrivateKeyInfo(new AlgorithmIdentifier(oid), new DEROctetString(expanded)).getEncoded();
            try {
                return KeyFactory.getInstance(name, provider).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } finally {
                Arrays.fill(encoded, (byte) 0);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new CryptoBug("the JDK does not parse a private key of " + name, e);
        }
    }

    /** Overwrites the key as far as the JDK does. */
    public static void destroy(PrivateKey key) {
        try {
            key.destroy();
        } catch (DestroyFailedException e) {
            throw new CryptoBug("the JDK cannot overwrite a key of " + key.getAlgorithm(), e);
        }
    }
}
