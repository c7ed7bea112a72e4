package dev.shieldwall.crypto.signature;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.internal.Bytes;
import dev.shieldwall.crypto.internal.JdkProviders;
import dev.shieldwall.crypto.signature.Edwards25519.Point;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Start-up check that a backend gives the answers of the rule. The cases are computed here from the curve's equation,
 * and are the ones on which libraries are known to differ.
 */
final class SelfTest {

    private static final byte[] MESSAGE = "shieldwall signature self-test".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEED = new byte[Ed25519PrivateKey.SEED_BYTES];

    /** A key and signature, and whether the rule accepts them. */
    @SuppressWarnings("ArrayRecordComponent") // constants of this class; never compared or changed
    record Case(String name, byte[] key, byte[] signature, boolean valid) {}

    private static final SelfTest INSTANCE = new SelfTest();
    private static final byte[] VALID = INSTANCE.rfc8032Signature();
    private static final List<Case> CASES = INSTANCE.cases();

    private final BigInteger secret;
    private final BigInteger nonce = new BigInteger("1234567890123456789012345678901234567890");
    private final Point key;
    private final Point noncePoint = Edwards25519.BASE.times(nonce);
    private final List<Case> cases = new ArrayList<>();

    private SelfTest() {
        byte[] half = Arrays.copyOf(sha512(SEED), 32);
        half[0] &= (byte) 0xf8;
        half[31] &= 0x7f;
        half[31] |= 0x40;
        secret = Edwards25519.fromLittleEndian(half);
        key = Edwards25519.BASE.times(secret);
    }

    /** Throws unless the backend signs and verifies as the rule says. */
    static void run(SignatureBackend backend) {
        for (Case c : CASES) {
            if (accepts(backend, c) != c.valid()) {
                throw new CryptoBug("signature backend " + backend.name() + " breaks the Ed25519 rule: '" + c.name()
                        + "' must be " + (c.valid() ? "accepted" : "rejected") + "; refusing to start");
            }
        }
        byte[] signature = backend.signingKey(SEED).sign(MESSAGE);
        if (!Arrays.equals(signature, VALID)) {
            throw new CryptoBug("signature backend " + backend.name() + " signs differently from RFC 8032; refusing to start");
        }
    }

    static List<Case> all() {
        return CASES;
    }

    static boolean accepts(SignatureBackend backend, Case c) {
        try {
            StrictRule.checkKey(c.key());
            StrictRule.verify(backend.verifyingKey(c.key()), MESSAGE, c.signature());
            return true;
        } catch (KeyRejectedException | SignatureRejectedException e) {
            return false;
        }
    }

    private List<Case> cases() {
        add("a valid signature", key.encode(), VALID, true);
        add("a valid signature with a nonce of our choice", key.encode(), signWith(key, Edwards25519.IDENTITY), true);
        encodings();
        smallOrderNonces();
        mixedOrder();
        keys();
        return List.copyOf(cases);
    }

    private void encodings() {
        byte[] s = Arrays.copyOfRange(VALID, 32, 64);
        BigInteger sPlusL = Edwards25519.fromLittleEndian(s).add(Edwards25519.L);
        add("S + L", key.encode(), Bytes.join(Arrays.copyOf(VALID, 32), Edwards25519.littleEndian(sPlusL)), false);
        add("S = L", key.encode(), Bytes.join(Arrays.copyOf(VALID, 32), Edwards25519.littleEndian(Edwards25519.L)), false);
        add("63 bytes", key.encode(), Arrays.copyOf(VALID, 63), false);
        add("65 bytes", key.encode(), Arrays.copyOf(VALID, 65), false);
        for (int position : new int[] {0, 31, 32, 63}) {
            byte[] changed = VALID.clone();
            changed[position] ^= 1;
            add("a bit of byte " + position + " flipped", key.encode(), changed, false);
        }
    }

    /** R of small order: S = k*a satisfies the equation for the identity, and with cofactor for all eight. */
    private void smallOrderNonces() {
        for (Point point : Edwards25519.SMALL_ORDER) {
            for (byte[] encoded : encodingsOf(point)) {
                BigInteger s = challenge(encoded, key.encode()).multiply(secret);
                add("R of small order " + point, key.encode(), Bytes.join(encoded, scalar(s)), false);
            }
        }
    }

    /** R or A plus a point of small order: the cofactor hides the difference. */
    private void mixedOrder() {
        for (Point torsion : Edwards25519.SMALL_ORDER.subList(1, 8)) {
            add("R of mixed order " + torsion, key.encode(), signWith(key, torsion), false);
            Point mixedKey = key.plus(torsion);
            add("A of mixed order " + torsion, mixedKey.encode(), signWith(mixedKey, Edwards25519.IDENTITY), false);
            add("A and R of mixed order " + torsion, mixedKey.encode(), signWith(mixedKey, torsion), false);
        }
    }

    private void keys() {
        for (Point point : Edwards25519.SMALL_ORDER) {
            for (byte[] encoded : encodingsOf(point)) {
                byte[] base = Edwards25519.BASE.encode();
                add("A of small order " + point, encoded, Bytes.join(base, scalar(BigInteger.ONE)), false);
            }
        }
        // y = p + 2 .. p + 18 are second encodings of points that are not of small order.
        for (int y = 2; y < 19; y++) {
            byte[] encoded = Edwards25519.littleEndian(Edwards25519.P.add(BigInteger.valueOf(y)));
            add("non-canonical A, y = p + " + y, encoded, VALID, false);
            add("non-canonical R, y = p + " + y, key.encode(), Bytes.join(encoded, Arrays.copyOfRange(VALID, 32, 64)), false);
        }
    }

    /** The canonical encoding, and those that a lenient decoder reads as the same point. */
    private static List<byte[]> encodingsOf(Point point) {
        List<byte[]> encodings = new ArrayList<>(List.of(point.encode()));
        if (point.x().signum() == 0) {
            byte[] signed = point.encode();
            signed[31] |= (byte) 0x80;
            encodings.add(signed);
        }
        BigInteger raised = point.y().add(Edwards25519.P);
        if (raised.bitLength() <= 255) {
            byte[] encoded = Edwards25519.littleEndian(raised);
            encodings.add(encoded.clone());
            encoded[31] |= (byte) 0x80;
            encodings.add(encoded);
        }
        return encodings;
    }

    /** A signature whose R is nonce*B + torsion and whose S ignores the torsion. */
    private byte[] signWith(Point publicKey, Point torsion) {
        byte[] r = noncePoint.plus(torsion).encode();
        return Bytes.join(r, scalar(nonce.add(challenge(r, publicKey.encode()).multiply(secret))));
    }

    private byte[] rfc8032Signature() {
        byte[] prefix = Arrays.copyOfRange(sha512(SEED), 32, 64);
        BigInteger r = Edwards25519.fromLittleEndian(sha512(prefix, MESSAGE)).mod(Edwards25519.L);
        byte[] encoded = Edwards25519.BASE.times(r).encode();
        return Bytes.join(encoded, scalar(r.add(challenge(encoded, key.encode()).multiply(secret))));
    }

    private static BigInteger challenge(byte[] r, byte[] publicKey) {
        return Edwards25519.fromLittleEndian(sha512(r, publicKey, MESSAGE)).mod(Edwards25519.L);
    }

    private static byte[] scalar(BigInteger value) {
        return Edwards25519.littleEndian(value.mod(Edwards25519.L));
    }

    private void add(String name, byte[] publicKey, byte[] signature, boolean valid) {
        cases.add(new Case(name, publicKey, signature, valid));
    }

    private static byte[] sha512(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512", JdkProviders.SUN);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new CryptoBug("no SHA-512 in this JDK", e);
        }
    }
}
