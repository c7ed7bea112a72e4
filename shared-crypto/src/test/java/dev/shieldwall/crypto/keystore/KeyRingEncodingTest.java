package dev.shieldwall.crypto.keystore;

import static dev.shieldwall.crypto.key.TestKeys.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.key.KeyClass;
import dev.shieldwall.crypto.key.KeyId;
import dev.shieldwall.crypto.key.KeyMaterial;
import dev.shieldwall.crypto.key.KeyRing;
import dev.shieldwall.crypto.key.RemoteSigner;
import dev.shieldwall.crypto.key.RingKey;
import dev.shieldwall.crypto.key.Stage;
import dev.shieldwall.crypto.key.TestKeys;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import dev.shieldwall.crypto.signature.SignaturePublicKey;
import dev.shieldwall.crypto.signature.SigningContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyRingEncodingTest {

    /** Where things are in a ring of one secret: class, the key's stage and time, its form, length and algorithm. */
    private static final int CLASS = 1;
    private static final int STAGE = 11;
    private static final int SINCE = 12;
    private static final int FORM = 20;
    private static final int LENGTH = 21;
    private static final int ALGORITHM = 23;

    private final byte[] one = KeyRingEncoding.encode(TestKeys.ring(KeyClass.COMMUNITY));

    @Test
    void theLongestRingFits() {
        assertThat(SignatureAlgorithm.STANDARD).allMatch(algorithm -> algorithm.publicKeyBytes() <= 2_592);
        var keys = new ArrayList<RingKey>();
        var primary = new KeyMaterial.Remote(new Token(publicKey(SignatureAlgorithm.ML_DSA_87)));
        keys.add(new RingKey(primary.id(), primary, new Stage.Primary(START)));
        for (int i = 1; i < KeyRing.MAX_KEYS; i++) {
            var half = new KeyMaterial.PublicKey(publicKey(SignatureAlgorithm.ML_DSA_87));
            keys.add(new RingKey(half.id(), half, new Stage.Retired(START, START, START)));
        }
        var spent = new ArrayList<KeyId>();
        for (int i = 0; i < KeyRing.MAX_SPENT; i++) {
            spent.add(KeyId.of(ByteBuffer.allocate(KeyId.BYTES).putInt(i).array()));
        }
        byte[] encoded = KeyRingEncoding.encode(KeyRing.restore(KeyClass.SIGNING, keys, spent, START));
        assertThat(encoded).hasSize(57_933);
        assertThat(KeyRingEncoding.decode(encoded, key -> Optional.of(primary.signer()))).isPresent();
    }

    @Test
    void keysInAnotherOrderAreNoRing() {
        KeyRing ring = TestKeys.accepted(TestKeys.ring(KeyClass.SIGNING).add(TestKeys.pair(), START));
        byte[] encoded = KeyRingEncoding.encode(ring);
        int key = (encoded.length - STAGE - 2) / 2;
        byte[] swapped = encoded.clone();
        System.arraycopy(encoded, STAGE, swapped, STAGE + key, key);
        System.arraycopy(encoded, STAGE + key, swapped, STAGE, key);
        assertThat(decoded(encoded)).isPresent();
        assertThat(decoded(swapped)).isEmpty();
    }

    @Test
    void aTimeIsOfThisErasYears() {
        long last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        assertThat(decoded(since(0))).isPresent();
        assertThat(decoded(since(last))).isPresent();
        assertThat(decoded(since(-1))).isEmpty();
        assertThat(decoded(since(last + 1))).isEmpty();
    }

    private byte[] since(long millis) {
        byte[] changed = one.clone();
        ByteBuffer.wrap(changed).putLong(SINCE, millis);
        return changed;
    }

    @Test
    void whatIsNotInATableIsNoRing() {
        for (int at : new int[] {0, CLASS, STAGE, FORM, ALGORITHM}) {
            byte[] changed = one.clone();
            changed[at] = (byte) 0xee;
            assertThat(decoded(changed)).as("byte %s", at).isEmpty();
        }
        byte[] empty = Arrays.copyOf(one, ALGORITHM + 2);
        ByteBuffer.wrap(empty).putShort(LENGTH, (short) 0).putShort(ALGORITHM, (short) 0);
        assertThat(decoded(empty)).isEmpty();
    }

    @Test
    void whateverDecodesHasThisOneForm() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        byte[] whole = KeyRingEncoding.encode(TestKeys.rotated(TestKeys.ring(KeyClass.SIGNING), START));
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = (random.nextBoolean() ? one : whole).clone();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            decoded(bytes).ifPresent(ring -> assertThat(KeyRingEncoding.encode(ring)).as("seed %s", seed).isEqualTo(bytes));
        }
    }

    @Test
    void aKeyInATokenComesBackWithTheSignerThatHoldsIt() {
        RemoteSigner token = new Token(publicKey(SignatureAlgorithm.ED25519));
        RemoteSigner other = new Token(publicKey(SignatureAlgorithm.ED25519));
        byte[] encoded = KeyRingEncoding.encode(
                TestKeys.accepted(KeyRing.create(KeyClass.SIGNING, new KeyMaterial.Remote(token), START)));
        KeyRing ring = KeyRingEncoding.decode(encoded, key -> Optional.of(token)).orElseThrow();
        assertThat(ring.primary().material()).isEqualTo(new KeyMaterial.Remote(token));
        assertThat(KeyRingEncoding.decode(encoded, key -> Optional.of(other))).isEmpty();
        assertThat(decoded(encoded)).isEmpty();
    }

    private record Token(SignaturePublicKey publicKey) implements RemoteSigner {

        @Override
        public byte[] sign(SigningContext context, byte[] message) {
            throw new AssertionError("nothing is signed here");
        }
    }

    private static SignaturePublicKey publicKey(SignatureAlgorithm algorithm) {
        return ((KeyMaterial.PrivateKey) TestKeys.pair(algorithm)).key().publicKey();
    }

    private static Optional<KeyRing> decoded(byte[] encoded) {
        return KeyRingEncoding.decode(encoded, key -> Optional.empty());
    }
}
