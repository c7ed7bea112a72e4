package dev.shieldwall.crypto.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretAccess;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HybridSignatureTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SignatureAlgorithm HYBRID = SignatureAlgorithm.HYBRID_ED25519_ML_DSA_65;
    private static final SigningContext CONTEXT = SigningContext.of("shieldwall/test/v1");
    private static final SigningContext HALF = SigningContext.ofHybridHalf();
    private static final byte[] MESSAGE = "a message".getBytes(StandardCharsets.US_ASCII);
    private static final int SPLIT = 1 + 64;

    private final SignaturePrivateKey key = SignaturePrivateKey.generate(HYBRID, RANDOM);
    private final Verifier verifier = new Verifier(key.publicKey(), CONTEXT);
    private final byte[] good = new Signer(key, CONTEXT).sign(MESSAGE);
    private final byte[] forOther = new Signer(key, CONTEXT).sign("another".getBytes(StandardCharsets.US_ASCII));

    @Test
    void oneGoodHalfIsNotEnough() throws Exception {
        verifier.verify(MESSAGE, good);
        assertRejected(verifier, join(Arrays.copyOf(good, SPLIT), tail(forOther)));
        assertRejected(verifier, join(Arrays.copyOf(forOther, SPLIT), tail(good)));
        assertRejected(verifier, join(Arrays.copyOf(good, SPLIT), new byte[3309]));
        assertRejected(verifier, join(new byte[] {HYBRID.id()}, new byte[64], tail(good)));
    }

    /** Hedged, so two signatures of one message differ in one half; each half may stand beside each. */
    @Test
    void halvesOfTheSameMessageAndKeyFit() throws Exception {
        byte[] again = new Signer(key, CONTEXT).sign(MESSAGE);
        assertThat(again).isNotEqualTo(good);
        verifier.verify(MESSAGE, join(Arrays.copyOf(again, SPLIT), tail(good)));
    }

    @Test
    void aHalfIsWorthNothingByItself() throws Exception {
        SignaturePublicKey ed = SignaturePublicKey.of(
                SignatureAlgorithm.ED25519, Arrays.copyOf(key.publicKey().bytes(), 32));
        SignaturePublicKey ml = SignaturePublicKey.of(
                SignatureAlgorithm.ML_DSA_65, Arrays.copyOfRange(key.publicKey().bytes(), 32, 1984));
        byte[] edHalf = join(new byte[] {SignatureAlgorithm.ED25519.id()}, Arrays.copyOfRange(good, 1, SPLIT));
        byte[] mlHalf = join(new byte[] {SignatureAlgorithm.ML_DSA_65.id()}, tail(good));
        assertRejected(new Verifier(ed, CONTEXT), edHalf);
        assertRejected(new Verifier(ml, CONTEXT), mlHalf);
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> Ed25519Verifier.verify(
                        Ed25519PublicKey.of(ed.bytes()), CONTEXT, MESSAGE, Arrays.copyOfRange(edHalf, 1, 65)));
    }

    /** Whoever uses the seeds of the halves also alone gives nothing to put together. */
    @Test
    void signaturesOfTheHalvesAloneMakeNoHybrid() throws Exception {
        byte[] seeds = key.encode(SecretAccess.granted());
        SignaturePrivateKey ed = SignaturePrivateKey.of(SignatureAlgorithm.ED25519, Arrays.copyOfRange(seeds, 1, 33));
        SignaturePrivateKey ml = SignaturePrivateKey.of(SignatureAlgorithm.ML_DSA_65, Arrays.copyOfRange(seeds, 33, 65));
        byte[] edAlone = new Signer(ed, CONTEXT).sign(MESSAGE);
        byte[] mlAlone = new Signer(ml, CONTEXT).sign(MESSAGE);
        assertThat(join(ed.publicKey().bytes(), ml.publicKey().bytes())).isEqualTo(key.publicKey().bytes());
        assertRejected(verifier, join(new byte[] {HYBRID.id()}, Arrays.copyOfRange(edAlone, 1, 65),
                Arrays.copyOfRange(mlAlone, 1, 3310)));
        assertRejected(verifier, join(Arrays.copyOf(good, SPLIT), Arrays.copyOfRange(mlAlone, 1, 3310)));
        assertRejected(verifier, join(new byte[] {HYBRID.id()}, Arrays.copyOfRange(edAlone, 1, 65), tail(good)));
    }

    /** The attacker owns one half of a key pair made of the victim's other half. */
    @Test
    void aHalfCannotBePutBesideAnotherKey() throws Exception {
        byte[] seeds = key.encode(SecretAccess.granted());
        for (int from : new int[] {1, 33}) {
            byte[] mixed = seeds.clone();
            byte[] fresh = new byte[32];
            RANDOM.nextBytes(fresh);
            System.arraycopy(fresh, 0, mixed, from, 32);
            SignaturePrivateKey attacker = SignaturePrivateKey.decode(mixed);
            byte[] own = new Signer(attacker, CONTEXT).sign(MESSAGE);
            byte[] planted = from == 33
                    ? join(Arrays.copyOf(good, SPLIT), tail(own))
                    : join(Arrays.copyOf(own, SPLIT), tail(good));
            new Verifier(attacker.publicKey(), CONTEXT).verify(MESSAGE, own);
            assertRejected(new Verifier(attacker.publicKey(), CONTEXT), planted);
        }
    }

    /** No public way leads to the context of halves, so none makes or takes a half as a signature of its own. */
    @Test
    void theContextOfHalvesCannotBeAskedFor() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SigningContext.of("shieldwall/hybrid-ed25519-ml-dsa-65/v1"))
                .withMessageContaining("reserved");
        Ed25519PrivateKey ed = Ed25519PrivateKey.generate(RANDOM);
        for (String beside : new String[] {"shieldwall/hybrid-ed25519-ml-dsa-65/v", "shieldwall/hybrid-ed25519-ml-dsa-65/v10"}) {
            SigningContext context = SigningContext.of(beside);
            Ed25519Verifier.verify(ed.publicKey(), context, MESSAGE, new Ed25519Signer(ed).sign(context, MESSAGE));
        }
    }

    /** The other contexts of Ed25519 and ML-DSA, given the very bytes of a half, do not take it either. */
    @Test
    void aHalfIsInNoContextThatCanBeAskedFor() throws Exception {
        byte[] bound = join(new byte[] {0x1c}, key.publicKey().bytes(), CONTEXT.bind(MESSAGE));
        Ed25519PublicKey ed = Ed25519PublicKey.of(Arrays.copyOf(key.publicKey().bytes(), 32));
        byte[] half = Arrays.copyOfRange(good, 1, SPLIT);
        for (SigningContext context : List.of(CONTEXT, SigningContext.JWS, SigningContext.SIGNED_NOTE)) {
            for (byte[] message : List.of(MESSAGE, bound, HALF.bind(bound))) {
                assertThatExceptionOfType(SignatureRejectedException.class)
                        .isThrownBy(() -> Ed25519Verifier.verify(ed, context, message, half));
            }
        }
    }

    /** What each half signs, written out: the context of halves, the id, both keys, and the message in its context. */
    @Test
    void theSignedBytesAreThoseOfTheDocument() throws Exception {
        byte[] bound = join(new byte[] {0x1c}, key.publicKey().bytes(), CONTEXT.bind(MESSAGE));
        Ed25519PublicKey ed = Ed25519PublicKey.of(Arrays.copyOf(key.publicKey().bytes(), 32));
        Ed25519Verifier.verify(ed, HALF, bound, Arrays.copyOfRange(good, 1, SPLIT));
        var scheme = new MlDsaScheme(SignatureAlgorithm.ML_DSA_65);
        var ml = scheme.jdk().publicKey(Arrays.copyOfRange(key.publicKey().bytes(), 32, 1984));
        assertThat(scheme.verifies(ml, HALF.bind(bound), tail(good))).isTrue();
    }

    private static void assertRejected(Verifier verifier, byte[] signature) {
        assertThatExceptionOfType(SignatureRejectedException.class)
                .isThrownBy(() -> verifier.verify(MESSAGE, signature));
    }

    private static byte[] tail(byte[] hybrid) {
        return Arrays.copyOfRange(hybrid, SPLIT, hybrid.length);
    }

    private static byte[] join(byte[]... parts) {
        byte[] joined = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, offset, part.length);
            offset += part.length;
        }
        return joined;
    }
}
