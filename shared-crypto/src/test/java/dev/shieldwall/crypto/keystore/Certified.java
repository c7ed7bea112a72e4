package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A key of the JDK with a certificate around it, as other programs have them. */
record Certified(PrivateKey jdkKey, byte[] certificate) {

    /** @param algorithm Ed25519, Ed448 or EC, which is P-256 */
    static Certified make(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            }
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("CN=x");
            var builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(Instant.EPOCH),
                    Date.from(Instant.parse("2100-01-01T00:00:00Z")), name, pair.getPublic());
            var signer = new JcaContentSignerBuilder(algorithm.equals("EC") ? "SHA256withECDSA" : algorithm);
            return new Certified(pair.getPrivate(), builder.build(signer.build(pair.getPrivate())).getEncoded());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    byte[] pkcs8() {
        return jdkKey.getEncoded();
    }

    SignaturePrivateKey key() {
        try {
            return Pkcs8.decode(pkcs8());
        } catch (Pkcs12RejectedException e) {
            throw new AssertionError(e);
        }
    }

    Certificate parsed() throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }
}
