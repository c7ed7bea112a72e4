package dev.shieldwall.crypto.signature;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The curve of RFC 8032 section 5.1 in textbook arithmetic, to compute the points that the rule names and the edge
 * cases of the self-test. Slow and of variable time: never for secrets.
 */
final class Edwards25519 {

    static final int BYTES = 32;
    static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    /** Order of the base point; the whole group has order 8*L. */
    static final BigInteger L =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private static final BigInteger D =
            BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final BigInteger TWICE_D = D.shiftLeft(1).mod(P);
    private static final BigInteger SQRT_OF_MINUS_ONE =
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P);

    static final Point IDENTITY = new Point(BigInteger.ZERO, BigInteger.ONE);
    /** y = 4/5, x even. */
    static final Point BASE = pointWithY(
                    BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P), false)
            .orElseThrow();
    /** The eight points whose order divides 8, starting with the identity. */
    static final List<Point> SMALL_ORDER = multiplesOf(pointOfOrderEight());

    private Edwards25519() {}

    record Point(BigInteger x, BigInteger y) {

        /** Complete addition law (RFC 8032 section 5.1.4, affine). */
        Point plus(Point other) {
            BigInteger product = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
            BigInteger newX = x.multiply(other.y)
                    .add(other.x.multiply(y))
                    .multiply(BigInteger.ONE.add(product).modInverse(P));
            BigInteger newY = y.multiply(other.y)
                    .add(x.multiply(other.x))
                    .multiply(BigInteger.ONE.subtract(product).modInverse(P));
            return new Point(newX.mod(P), newY.mod(P));
        }

        Point times(BigInteger scalar) {
            Extended self = new Extended(x, y, BigInteger.ONE, x.multiply(y).mod(P));
            Extended result = new Extended(BigInteger.ZERO, BigInteger.ONE, BigInteger.ONE, BigInteger.ZERO);
            for (int bit = scalar.bitLength() - 1; bit >= 0; bit--) {
                result = result.plus(result);
                if (scalar.testBit(bit)) {
                    result = result.plus(self);
                }
            }
            return result.affine();
        }

        byte[] encode() {
            byte[] encoded = littleEndian(y);
            if (x.testBit(0)) {
                encoded[BYTES - 1] |= (byte) 0x80;
            }
            return encoded;
        }
    }

    /** A point as (X:Y:Z:T) with x = X/Z, y = Y/Z, x*y = T/Z, to add without an inversion (RFC 8032 section 5.1.4). */
    private record Extended(BigInteger x, BigInteger y, BigInteger z, BigInteger t) {

        Extended plus(Extended other) {
            BigInteger a = y.subtract(x).multiply(other.y.subtract(other.x)).mod(P);
            BigInteger b = y.add(x).multiply(other.y.add(other.x)).mod(P);
            BigInteger c = t.multiply(TWICE_D).mod(P).multiply(other.t).mod(P);
            BigInteger d = z.shiftLeft(1).multiply(other.z).mod(P);
            BigInteger e = b.subtract(a);
            BigInteger f = d.subtract(c);
            BigInteger g = d.add(c);
            BigInteger h = b.add(a);
            return new Extended(
                    e.multiply(f).mod(P), g.multiply(h).mod(P), f.multiply(g).mod(P), e.multiply(h).mod(P));
        }

        Point affine() {
            BigInteger inverse = z.modInverse(P);
            return new Point(x.multiply(inverse).mod(P), y.multiply(inverse).mod(P));
        }
    }

    /** The point with this y and this parity of x, if y is on the curve. */
    static Optional<Point> pointWithY(BigInteger y, boolean oddX) {
        BigInteger ySquared = y.multiply(y).mod(P);
        BigInteger xSquared = ySquared.subtract(BigInteger.ONE)
                .multiply(D.multiply(ySquared).add(BigInteger.ONE).modInverse(P))
                .mod(P);
        BigInteger root = xSquared.modPow(P.add(BigInteger.valueOf(3)).shiftRight(3), P);
        if (!root.multiply(root).mod(P).equals(xSquared)) {
            root = root.multiply(SQRT_OF_MINUS_ONE).mod(P);
        }
        if (!root.multiply(root).mod(P).equals(xSquared)) {
            return Optional.empty();
        }
        return Optional.of(new Point(root.testBit(0) == oddX ? root : P.subtract(root).mod(P), y));
    }

    private static List<Point> multiplesOf(Point generator) {
        List<Point> points = new ArrayList<>();
        Point next = IDENTITY;
        for (int i = 0; i < 8; i++) {
            points.add(next);
            next = next.plus(generator);
        }
        return List.copyOf(points);
    }

    /** L times any point lies in the small group; half of all points give one of order 8. */
    private static Point pointOfOrderEight() {
        BigInteger four = BigInteger.valueOf(4);
        for (long y = 2; ; y++) {
            Optional<Point> candidate = pointWithY(BigInteger.valueOf(y), false).map(point -> point.times(L));
            if (candidate.isPresent() && !candidate.get().times(four).equals(IDENTITY)) {
                return candidate.get();
            }
        }
    }

    static byte[] littleEndian(BigInteger value) {
        byte[] encoded = new byte[BYTES];
        for (int i = 0; i < BYTES; i++) {
            encoded[i] = value.shiftRight(8 * i).byteValue();
        }
        return encoded;
    }

    static BigInteger fromLittleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }
}
