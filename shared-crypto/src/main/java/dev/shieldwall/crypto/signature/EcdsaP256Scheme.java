package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.DestroyFailedException;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

/**
 * ECDSA on P-256 with SHA-256 by ACCP, or Bouncy Castle where ACCP does not load. Signatures have the fixed-length form
 * of IEEE P1363, because libraries differ on second encodings in DER. With (r, s) also (r, n - s) fits the equation, so
 * only the lower s is made and accepted: one signature cannot be turned into another.
 */
record EcdsaP256Scheme(String backend, Provider provider, String jcaName) implements SignatureScheme {

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256r1");
    private static final BigInteger N = CURVE.getN();
    private static final BigInteger HALF_N = N.shiftRight(1);
    private static final int BYTES = 32;

    // SubjectPublicKeyInfo up to an uncompressed point, and PKCS#8 up to a scalar without public key (RFC 5480, 5915).
    private static final byte[] SPKI_HEADER =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
    private static final byte[] PKCS8_HEADER = HexFormat.of()
            .parseHex("3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420");

    /** Chosen once. A failure to load one library is no reason to stop: both follow the same rule. */
    private static final class Selected {
        private static final EcdsaP256Scheme FIRST = accp().orElseGet(EcdsaP256Scheme::bouncyCastle);
    }

    static EcdsaP256Scheme selected() {
        return Selected.FIRST;
    }

    /** All that load here, in order of preference. */
    static List<EcdsaP256Scheme> present() {
        return Stream.concat(accp().stream(), Stream.of(bouncyCastle())).toList();
    }

    private static Optional<EcdsaP256Scheme> accp() {
        return Accp.provider().map(accp -> new EcdsaP256Scheme("accp", accp, "SHA256withECDSAinP1363Format"));
    }

    /** Made only where it is needed: the provider loads 700 classes. */
    private static EcdsaP256Scheme bouncyCastle() {
        return new EcdsaP256Scheme("bouncy-castle", new BouncyCastleProvider(), "SHA256withPLAIN-ECDSA");
    }

    @Override
    public byte[] drawPrivateKey(SecureRandom random) {
        byte[] drawn = SignatureScheme.randomBytes(BYTES, random);
        while (!inRange(new BigInteger(1, drawn), N)) {
            random.nextBytes(drawn);
        }
        return drawn;
    }

    private static boolean inRange(BigInteger value, BigInteger limit) {
        return value.signum() > 0 && value.compareTo(limit) < 0;
    }

    @Override
    public ParsedPrivateKey privateKey(byte[] raw) throws KeyRejectedException {
        BigInteger scalar = new BigInteger(1, raw);
        if (!inRange(scalar, N)) {
            throw new KeyRejectedException("a P-256 private key is a number from 1 to the group order");
        }
        byte[] encoded = Bytes.join(PKCS8_HEADER, raw);
        try {
            PrivateKey key = keys().generatePrivate(new PKCS8EncodedKeySpec(encoded));
            return new Key(key, new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).getEncoded(true));
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(backend + " does not parse a P-256 scalar", e);
        } finally {
            Arrays.fill(encoded, (byte) 0);
        }
    }

    @Override
    public ParsedPublicKey publicKey(byte[] raw) throws KeyRejectedException {
        byte[] point = pointOf(raw).getEncoded(false);
        try {
            PublicKey key = keys().generatePublic(new X509EncodedKeySpec(Bytes.join(SPKI_HEADER, point)));
            return (context, message, signature) ->
                    isCanonical(signature) && equationHolds(key, context.bind(message), signature);
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(backend + " does not parse a valid P-256 point", e);
        }
    }

    /** The order of the curve is prime, so every point on it but the identity, which has one byte, will do. */
    private static ECPoint pointOf(byte[] compressed) throws KeyRejectedException {
        try {
            return CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            throw new KeyRejectedException("not a compressed point of P-256");
        }
    }

    private KeyFactory keys() throws GeneralSecurityException {
        return KeyFactory.getInstance("EC", provider);
    }

    private static boolean isCanonical(byte[] signature) {
        return inRange(new BigInteger(1, signature, 0, BYTES), N)
                && inRange(new BigInteger(1, signature, BYTES, BYTES), HALF_N.add(BigInteger.ONE));
    }

    private boolean equationHolds(PublicKey key, byte[] signed, byte[] signature) {
        try {
            Signature engine = Signature.getInstance(jcaName, provider);
            engine.initVerify(key);
            engine.update(signed);
            return engine.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new CryptoBug(backend + " cannot verify ECDSA", e);
        }
    }

    /** The other signature of the pair where s is the higher; what is no signature at all stays as it is. */
    static byte[] withLowerS(byte[] signature) {
        BigInteger s = new BigInteger(1, signature, BYTES, BYTES);
        if (s.compareTo(HALF_N) <= 0 || s.compareTo(N) >= 0) {
            return signature;
        }
        return Bytes.join(Arrays.copyOf(signature, BYTES), BigIntegers.asUnsignedByteArray(BYTES, N.subtract(s)));
    }

    private final class Key implements ParsedPrivateKey {

        private final PrivateKey key;
        private final byte[] publicKey;

        Key(PrivateKey key, byte[] publicKey) {
            this.key = key;
            this.publicKey = publicKey;
        }

        @Override
        public byte[] publicKey() {
            return publicKey.clone();
        }

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            try {
                Signature engine = Signature.getInstance(jcaName, provider);
                engine.initSign(key);
                engine.update(context.bind(message));
                return withLowerS(engine.sign());
            } catch (GeneralSecurityException e) {
                throw new CryptoBug(backend + " cannot sign ECDSA", e);
            }
        }

        @Override
        public void destroy() {
            try {
                key.destroy();
            } catch (DestroyFailedException e) {
                // The library keeps its copy until the collector takes the key; SecretBytes promises no more.
            }
        }
    }
}
