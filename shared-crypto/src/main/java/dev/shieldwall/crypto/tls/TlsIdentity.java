package dev.shieldwall.crypto.tls;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.hash.Sha256;
import dev.shieldwall.crypto.keystore.KeyFileException;
import dev.shieldwall.crypto.keystore.OwnerOnlyFile;
import dev.shieldwall.crypto.keystore.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An ECDSA P-256 key and a self-signed certificate around it. Peers know the key by {@link #spkiSha256}; nothing else
 * in the certificate counts, its dates included: an identity ends when the peers stop listing its key.
 *
 * <p>Immutable and thread-safe. The private key is a JDK object, which cannot be overwritten in memory.
 */
public final class TlsIdentity {

    private static final String KEY_LABEL = "PRIVATE KEY";
    private static final String CERTIFICATE_LABEL = "CERTIFICATE";
    private static final byte[] CERTIFICATE_HEADER = "-----BEGIN CERTIFICATE-----".getBytes(StandardCharsets.US_ASCII);
    private static final String SIGNATURE = "SHA256withECDSA";
    private static final int SERIAL_BITS = 127;
    /** "No well-defined expiration" (RFC 5280 section 4.1.2.5). */
    private static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private final PrivateKey privateKey;
    private final X509Certificate certificate;

    private TlsIdentity(PrivateKey privateKey, X509Certificate certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
    }

    /** Makes a new key with a certificate whose subject is the given common name, for people to read. */
    public static TlsIdentity generate(String commonName, Instant notBefore, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1),
                    Date.from(notBefore),
                    Date.from(NO_END),
                    name,
                    pair.getPublic());
            var signer = new JcaContentSignerBuilder(SIGNATURE).setSecureRandom(random).build(pair.getPrivate());
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return new TlsIdentity(pair.getPrivate(), certificate);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new CryptoBug("the JDK cannot make a P-256 certificate", e);
        }
    }

    /** Creates one file of mode 0600 with key and certificate; an existing file is left alone and refused. */
    public void write(Path file) throws IOException {
        byte[] key = privateKey.getEncoded();
        byte[] keyPem = Pem.encode(KEY_LABEL, key);
        byte[] certificatePem = Pem.encode(CERTIFICATE_LABEL, encoded(certificate));
        byte[] content = new byte[keyPem.length + certificatePem.length];
        ByteBuffer.wrap(content).put(keyPem).put(certificatePem);
        try {
            OwnerOnlyFile.write(file, content);
        } finally {
            wipe(key, keyPem, content);
        }
    }

    /** Reads what {@link #write} wrote, unless the file is accessible to anyone but its owner. */
    public static TlsIdentity read(Path file) throws IOException {
        byte[] content = OwnerOnlyFile.read(file);
        int split = indexOf(content, CERTIFICATE_HEADER);
        byte[] keyPem = Arrays.copyOf(content, split);
        byte[] key = Pem.decode(KEY_LABEL, keyPem).orElse(new byte[0]);
        byte[] certificate = Pem.decode(CERTIFICATE_LABEL, Arrays.copyOfRange(content, split, content.length))
                .orElse(new byte[0]);
        try {
            return parse(key, certificate);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + " does not hold a P-256 private key followed by its certificate", e);
        } finally {
            wipe(content, keyPem, key);
        }
    }

    private static TlsIdentity parse(byte[] key, byte[] encodedCertificate) throws GeneralSecurityException {
        PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(key));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encodedCertificate));
        requireSameKey(privateKey, certificate.getPublicKey());
        return new TlsIdentity(privateKey, certificate);
    }

    private static void requireSameKey(PrivateKey privateKey, PublicKey publicKey) throws GeneralSecurityException {
        byte[] probe = "does the certificate belong to the key?".getBytes(StandardCharsets.US_ASCII);
        Signature engine = Signature.getInstance(SIGNATURE);
        engine.initSign(privateKey);
        engine.update(probe);
        byte[] signature = engine.sign();
        engine.initVerify(publicKey);
        engine.update(probe);
        if (!engine.verify(signature)) {
            throw new GeneralSecurityException("the certificate belongs to another key");
        }
    }

    /** SHA-256 of the SubjectPublicKeyInfo, 32 bytes: what peers pin. */
    public byte[] spkiSha256() {
        return spkiSha256(certificate);
    }

    static byte[] spkiSha256(X509Certificate certificate) {
        return Sha256.hash(certificate.getPublicKey().getEncoded());
    }

    public X509Certificate certificate() {
        return certificate;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new CryptoBug("a parsed certificate cannot be encoded", e);
        }
    }

    private static int indexOf(byte[] content, byte[] part) {
        for (int i = 0; i + part.length <= content.length; i++) {
            if (Arrays.equals(content, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return content.length;
    }

    private static void wipe(byte[]... secrets) {
        for (byte[] secret : secrets) {
            Arrays.fill(secret, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + certificate.getSubjectX500Principal() + ", key redacted]";
    }
}
