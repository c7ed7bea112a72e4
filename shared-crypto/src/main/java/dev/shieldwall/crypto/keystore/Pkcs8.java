package dev.shieldwall.crypto.keystore;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretAccess;
import dev.shieldwall.crypto.keystore.Pkcs12RejectedException.Reason;
import dev.shieldwall.crypto.signature.KeyRejectedException;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePrivateKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECCurve;

/**
 * Private keys as PKCS#8 (RFC 5958): Ed25519 and Ed448 by RFC 8410 without public key, P-256 by RFC 5915 with it, which
 * is what OpenSSL writes. Other forms of the same keys are read too.
 */
final class Pkcs8 {

    /** Those whose private key is the same thing here and in PKCS#8. */
    static final Set<SignatureAlgorithm> ALGORITHMS = Collections.unmodifiableSet(EnumSet.of(
            SignatureAlgorithm.ED25519, SignatureAlgorithm.ED448, SignatureAlgorithm.ECDSA_P256));

    private static final ECCurve P256 = CustomNamedCurves.getByName("secp256r1").getCurve();

    private Pkcs8() {}

    /** Secret: overwrite after use. */
    static byte[] encode(SignaturePrivateKey key) {
        byte[] tagged = key.encode(SecretAccess.granted());
        byte[] raw = Arrays.copyOfRange(tagged, 1, tagged.length);
        byte[] inner = Der.encode(inner(key, raw));
        try {
            return Der.encode(new DERSequence(new ASN1Encodable[] {
                new ASN1Integer(0), algorithmIdentifier(key.algorithm()), new DEROctetString(inner)
            }));
        } finally {
            Arrays.fill(tagged, (byte) 0);
            Arrays.fill(raw, (byte) 0);
            Arrays.fill(inner, (byte) 0);
        }
    }

    private static ASN1Encodable inner(SignaturePrivateKey key, byte[] raw) {
        return switch (key.algorithm()) {
            case ECDSA_P256 -> new DERSequence(new ASN1Encodable[] {
                new ASN1Integer(1), new DEROctetString(raw), new DERTaggedObject(true, 1, new DERBitString(point(key)))
            });
            default -> new DEROctetString(raw);
        };
    }

    private static DERSequence algorithmIdentifier(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ED25519 -> new DERSequence(EdECObjectIdentifiers.id_Ed25519);
            case ED448 -> new DERSequence(EdECObjectIdentifiers.id_Ed448);
            case ECDSA_P256 -> new DERSequence(
                    new ASN1Encodable[] {X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1});
            default -> throw new CryptoBug("no PKCS#8 of " + algorithm);
        };
    }

    /** The public key as SubjectPublicKeyInfo has it: of P-256 the uncompressed point. */
    private static byte[] point(SignaturePrivateKey key) {
        byte[] bytes = key.publicKey().bytes();
        return key.algorithm() == SignatureAlgorithm.ECDSA_P256 ? P256.decodePoint(bytes).getEncoded(false) : bytes;
    }

    /** The caller overwrites what it gives. */
    static SignaturePrivateKey decode(byte[] encoded) throws Pkcs12RejectedException {
        List<ASN1Encodable> parts = Der.sequence(Der.parse(encoded), 3, 5);
        byte[] inner = Der.octets(parts.get(2));
        try {
            int version = Der.number(parts.getFirst());
            if (version != 0 && version != 1) {
                throw Der.malformed();
            }
            SignatureAlgorithm algorithm = algorithm(parts.get(1));
            SignaturePrivateKey key = algorithm == SignatureAlgorithm.ECDSA_P256
                    ? p256(Der.sequence(Der.parse(inner), 2, 4))
                    : key(algorithm, Der.octets(Der.parse(inner)));
            return fitting(key, parts.subList(3, parts.size()), Pkcs8::fitsBeside);
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    private static SignatureAlgorithm algorithm(ASN1Encodable identifier) throws Pkcs12RejectedException {
        for (SignatureAlgorithm algorithm : ALGORITHMS) {
            if (algorithmIdentifier(algorithm).equals(identifier)) {
                return algorithm;
            }
        }
        throw new Pkcs12RejectedException(Reason.OTHER_KEY);
    }

    private static SignaturePrivateKey key(SignatureAlgorithm algorithm, byte[] raw) throws Pkcs12RejectedException {
        try {
            return SignaturePrivateKey.of(algorithm, raw);
        } catch (KeyRejectedException e) {
            throw Der.malformed();
        } finally {
            Arrays.fill(raw, (byte) 0);
        }
    }

    /** version, scalar, [0] the curve again, [1] the point (RFC 5915 section 3). */
    private static SignaturePrivateKey p256(List<ASN1Encodable> parts) throws Pkcs12RejectedException {
        SignaturePrivateKey key = key(SignatureAlgorithm.ECDSA_P256, Der.octets(parts.get(1)));
        return fitting(key, parts.subList(2, parts.size()), Pkcs8::fitsInside);
    }

    static boolean fitsInside(SignaturePrivateKey key, ASN1Encodable part) throws Pkcs12RejectedException {
        return Der.isTagged(part, 0)
                ? X9ObjectIdentifiers.prime256v1.equals(Der.explicit(part, 0))
                : isPoint(key, Der.bits(Der.explicit(part, 1)));
    }

    /** [0] attributes, which say nothing about the key itself, or [1] the public key (RFC 5958 section 2). */
    static boolean fitsBeside(SignaturePrivateKey key, ASN1Encodable part) throws Pkcs12RejectedException {
        return Der.isTagged(part, 0) || isPoint(key, Der.implicitBits(part, 1));
    }

    /** Whether a part says nothing else about the key than what is so. */
    @FunctionalInterface
    interface Fit {

        boolean fits(SignaturePrivateKey key, ASN1Encodable part) throws Pkcs12RejectedException;
    }

    /** The key, if all parts behind it fit; otherwise it is overwritten. */
    static SignaturePrivateKey fitting(SignaturePrivateKey key, List<ASN1Encodable> parts, Fit fit)
            throws Pkcs12RejectedException {
        boolean whole = false;
        try {
            for (ASN1Encodable part : parts) {
                if (!fit.fits(key, part)) {
                    throw new Pkcs12RejectedException(Reason.INCONSISTENT);
                }
            }
            whole = true;
            return key;
        } finally {
            if (!whole) {
                key.close();
            }
        }
    }

    /** Whether that is the SubjectPublicKeyInfo of the key. */
    static boolean isPublicKeyOf(SignaturePrivateKey key, ASN1Encodable subjectPublicKeyInfo)
            throws Pkcs12RejectedException {
        List<ASN1Encodable> parts = Der.sequence(subjectPublicKeyInfo, 2, 2);
        return algorithmIdentifier(key.algorithm()).equals(parts.getFirst()) && isPoint(key, Der.bits(parts.get(1)));
    }

    private static boolean isPoint(SignaturePrivateKey key, byte[] encoded) {
        return Arrays.equals(point(key), encoded) || Arrays.equals(key.publicKey().bytes(), encoded);
    }
}
