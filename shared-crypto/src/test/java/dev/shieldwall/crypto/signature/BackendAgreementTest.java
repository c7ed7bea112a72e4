package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.signature.Edwards25519.Point;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Differential fuzzing: whatever a stranger sends, all backends give one answer. */
class BackendAgreementTest {

    private static final int CASES = 2_000;
    private static final int CASES_AGAINST_TEXTBOOK = 200;
    private static final int SCALARS = 6;

    private enum Change {
        NONE,
        SIGNATURE_BIT,
        MESSAGE_BIT,
        KEY_BIT,
        S_PLUS_L,
        RANDOM_SIGNATURE,
        RANDOM_KEY,
        SPECIAL_R,
        SPECIAL_KEY,
        TORSION_IN_R,
        TORSION_IN_KEY,
        TORSION_IN_BOTH,
        IDENTITY_R,
        LENGTH
    }

    @SuppressWarnings("ArrayRecordComponent") // carries arrays between private methods; never compared
    private record Attempt(byte[] key, byte[] message, byte[] signature) {}

    private final List<SignatureBackend> backends = SelectedBackend.present();
    private final List<Point> torsion = Edwards25519.SMALL_ORDER;
    private final List<BigInteger> scalars = new ArrayList<>();
    private final List<Point> points = new ArrayList<>();

    @Test
    void allBackendsGiveOneAnswerToWhateverAStrangerSends() {
        long seed = Long.getLong("shieldwall.seed", System.nanoTime());
        System.out.println("differential fuzz of signature backends: -Dshieldwall.seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < SCALARS; i++) {
            scalars.add(new BigInteger(255, random).mod(Edwards25519.L));
            points.add(Edwards25519.BASE.times(scalars.get(i)));
        }
        Map<Change, Integer> accepted = new EnumMap<>(Change.class);
        for (int i = 0; i < CASES; i++) {
            Change change = Change.values()[i % Change.values().length];
            Attempt attempt = attempt(change, random);
            List<Boolean> answers =
                    backends.stream().map(backend -> accepts(backend, attempt)).toList();
            assertThat(answers).as("seed %d, case %d, %s: %s", seed, i, change, backends).containsOnly(answers.getFirst());
            if (i < CASES_AGAINST_TEXTBOOK) {
                assertThat(answers.getFirst()).as("seed %d, case %d, %s", seed, i, change).isEqualTo(byTheTextbook(attempt));
            }
            accepted.merge(change, answers.getFirst() ? 1 : 0, Integer::sum);
        }
        Map<Change, Integer> expected = new EnumMap<>(Change.class);
        for (Change change : Change.values()) {
            expected.put(change, change == Change.NONE ? (CASES + Change.values().length - 1) / Change.values().length : 0);
        }
        assertThat(accepted).as("seed %d", seed).isEqualTo(expected);
    }

    private Attempt attempt(Change change, Random random) {
        byte[] message = bytes(random, random.nextInt(200) + 1);
        Point noTorsion = torsion.getFirst();
        Point someTorsion = torsion.get(1 + random.nextInt(7));
        return switch (change) {
            case NONE -> signed(message, noTorsion, noTorsion, random);
            case TORSION_IN_R -> signed(message, noTorsion, someTorsion, random);
            case TORSION_IN_KEY -> signed(message, someTorsion, noTorsion, random);
            case TORSION_IN_BOTH -> signed(message, someTorsion, torsion.get(1 + random.nextInt(7)), random);
            case IDENTITY_R -> identityNonce(message, random);
            default -> changed(change, signed(message, noTorsion, noTorsion, random), random);
        };
    }

    private Attempt changed(Change change, Attempt valid, Random random) {
        byte[] key = valid.key().clone();
        byte[] message = valid.message().clone();
        byte[] signature = valid.signature().clone();
        switch (change) {
            case SIGNATURE_BIT -> flip(signature, random);
            case MESSAGE_BIT -> flip(message, random);
            case KEY_BIT -> flip(key, random);
            case RANDOM_SIGNATURE -> random.nextBytes(signature);
            case RANDOM_KEY -> random.nextBytes(key);
            case SPECIAL_R -> System.arraycopy(special(random), 0, signature, 0, 32);
            case SPECIAL_KEY -> key = special(random);
            case LENGTH -> signature = Arrays.copyOf(signature, random.nextBoolean() ? 63 : 65 + random.nextInt(64));
            case S_PLUS_L -> {
                BigInteger s = Edwards25519.fromLittleEndian(Arrays.copyOfRange(signature, 32, 64));
                BigInteger raised = s.add(Edwards25519.L.multiply(BigInteger.valueOf(1 + random.nextInt(14))));
                System.arraycopy(Edwards25519.littleEndian(raised), 0, signature, 32, 32);
            }
            default -> throw new AssertionError(change);
        }
        return new Attempt(key, message, signature);
    }

    /** S is computed as if there were no torsion, which satisfies the equation with cofactor. */
    private Attempt signed(byte[] message, Point keyTorsion, Point nonceTorsion, Random random) {
        int secret = random.nextInt(SCALARS);
        int nonce = random.nextInt(SCALARS);
        byte[] key = points.get(secret).plus(keyTorsion).encode();
        byte[] r = points.get(nonce).plus(nonceTorsion).encode();
        BigInteger s = scalars.get(nonce).add(challenge(r, key, message).multiply(scalars.get(secret)));
        return new Attempt(key, message, join(r, s));
    }

    /** Satisfies the equation without cofactor, so only the list of small orders stops it. */
    private Attempt identityNonce(byte[] message, Random random) {
        int secret = random.nextInt(SCALARS);
        byte[] key = points.get(secret).encode();
        byte[] r = Edwards25519.IDENTITY.encode();
        return new Attempt(key, message, join(r, challenge(r, key, message).multiply(scalars.get(secret))));
    }

    /** Small orders and values around p, with either sign. */
    private byte[] special(Random random) {
        BigInteger y = random.nextBoolean()
                ? torsion.get(random.nextInt(8)).y()
                : Edwards25519.P.add(BigInteger.valueOf(random.nextInt(21) - 2));
        byte[] encoded = Edwards25519.littleEndian(y);
        if (random.nextBoolean()) {
            encoded[31] |= (byte) 0x80;
        }
        return encoded;
    }

    private static boolean accepts(SignatureBackend backend, Attempt attempt) {
        try {
            StrictRule.verify(Ed25519PublicKey.of(attempt.key(), backend).verifying(), attempt.message(), attempt.signature());
            return true;
        } catch (KeyRejectedException | SignatureRejectedException e) {
            return false;
        }
    }

    /** The rule again, from its words, in slow arithmetic and without the code under test. */
    private boolean byTheTextbook(Attempt attempt) {
        if (attempt.signature().length != 64) {
            return false;
        }
        BigInteger s = Edwards25519.fromLittleEndian(Arrays.copyOfRange(attempt.signature(), 32, 64));
        byte[] encodedR = Arrays.copyOf(attempt.signature(), 32);
        Point r = decode(encodedR);
        Point a = decode(attempt.key());
        if (r == null || a == null || s.compareTo(Edwards25519.L) >= 0) {
            return false;
        }
        boolean primeOrder = !a.equals(Edwards25519.IDENTITY) && a.times(Edwards25519.L).equals(Edwards25519.IDENTITY);
        if (!primeOrder || torsion.contains(r)) {
            return false;
        }
        BigInteger k = challenge(encodedR, attempt.key(), attempt.message());
        return Edwards25519.BASE.times(s).equals(r.plus(a.times(k)));
    }

    private static @org.jspecify.annotations.Nullable Point decode(byte[] encoded) {
        BigInteger y = Edwards25519.fromLittleEndian(encoded).clearBit(255);
        Point point = y.compareTo(Edwards25519.P) >= 0
                ? null
                : Edwards25519.pointWithY(y, encoded[31] < 0).orElse(null);
        return point != null && Arrays.equals(point.encode(), encoded) ? point : null;
    }

    private static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(r);
            digest.update(key);
            digest.update(message);
            return Edwards25519.fromLittleEndian(digest.digest()).mod(Edwards25519.L);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] join(byte[] r, BigInteger s) {
        byte[] signature = Arrays.copyOf(r, 64);
        System.arraycopy(Edwards25519.littleEndian(s.mod(Edwards25519.L)), 0, signature, 32, 32);
        return signature;
    }

    private static void flip(byte[] bytes, Random random) {
        int bit = random.nextInt(bytes.length * 8);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
