package dev.shieldwall.crypto.key;

import static dev.shieldwall.crypto.key.TestKeys.START;
import static dev.shieldwall.crypto.key.TestKeys.accepted;
import static dev.shieldwall.crypto.key.TestKeys.event;
import static dev.shieldwall.crypto.key.TestKeys.fit;
import static dev.shieldwall.crypto.key.TestKeys.pair;
import static dev.shieldwall.crypto.key.TestKeys.ring;
import static dev.shieldwall.crypto.key.TestKeys.rotated;
import static dev.shieldwall.crypto.key.TestKeys.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.key.KeyDecision.Refused;
import dev.shieldwall.crypto.signature.SignatureAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeyRingTest {

    private static final Duration TICK = Duration.ofMillis(1);

    /** Seconds; the periods are those of S0-99, S4-06, S1-32, S4-26, S3-30 and S2-07. */
    @ParameterizedTest
    @CsvSource({
        "SIGNING, 7776000, 604800, 7776000, IN_FILES",
        "COMPONENT_IDENTITY, 7776000, 604800, 7776000, IN_FILES",
        "COMMUNITY, 2592000, 86400, 86400, IN_FILES",
        "CHANNEL_SESSION, 86400, 60, 60, IN_MEMORY",
        "GROUP_EPOCH, 86400, 600, 600, IN_MEMORY",
        "MESH_EPOCH, 60, 60, 60, IN_MEMORY"
    })
    void thePolicyTableIsWhatTheRequirementsSay(
            KeyClass keyClass, long rotate, long overlap, long purge, KeyClass.Keeping keeping) {
        assertThat(keyClass.policy())
                .isEqualTo(new RotationPolicy(
                        Duration.ofSeconds(rotate), Duration.ofSeconds(overlap), Duration.ofSeconds(purge)));
        assertThat(keyClass.keeping()).isEqualTo(keeping);
        assertThat(KeyClass.ofId(keyClass.id())).contains(keyClass);
    }

    @Test
    void aPolicyWithoutAPeriodOrThatPurgesWithinItsOverlapIsRefused() {
        new RotationPolicy(TICK, Duration.ZERO, Duration.ZERO);
        assertThatIllegalArgumentException().isThrownBy(() -> new RotationPolicy(Duration.ZERO, TICK, TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new RotationPolicy(TICK, TICK.negated(), TICK));
        assertThatIllegalArgumentException().isThrownBy(() -> new RotationPolicy(TICK, TICK, Duration.ZERO));
    }

    @ParameterizedTest
    @EnumSource
    void aRetiredKeyVerifiesUntilItsOverlapEndsAndNotAtThatInstant(KeyClass keyClass) {
        KeyRing first = ring(keyClass);
        KeyId old = first.primary().id();
        Instant now = START.plusSeconds(5);
        KeyRing next = rotated(first, now);
        Instant end = now.plus(keyClass.policy().overlap());

        assertThat(next.primary().id()).isNotEqualTo(old);
        assertThat(next.accepting(old, now)).isPresent();
        assertThat(next.accepting(old, end.minus(TICK))).isPresent();
        assertThat(next.accepting(old, end)).isEmpty();
        assertThat(next.accepting(next.primary().id(), end.plus(Duration.ofDays(9_999)))).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void rotationIsDueWhenTheKeyHasItsAgeAndNotBefore(KeyClass keyClass) {
        KeyRing ring = ring(keyClass);
        Instant due = START.plus(keyClass.policy().rotateAfter());

        assertThat(ring.due(due.minus(TICK))).isEmpty();
        assertThat(ring.due(due)).containsExactly(new DueOperation.Rotate(ring.primary().id(), due));
        assertThat(ring.nextDue()).isEqualTo(due);
        assertThat(rotated(ring, due).due(due)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aRetiredKeyIsPurgedFromItsInstantOnAndNotBefore(KeyClass keyClass) {
        KeyRing first = ring(keyClass);
        KeyId old = first.primary().id();
        KeyRing next = rotated(first, START);
        Instant due = START.plus(keyClass.policy().purgeAfter());

        assertThat(next.due(due.minus(TICK))).doesNotContain(new DueOperation.Purge(old, due));
        assertThat(next.due(due)).contains(new DueOperation.Purge(old, due));
        assertThat(next.purge(old, due.minus(TICK))).isEqualTo(new Refused(KeyRefusal.TOO_EARLY));
        KeyRing purged = accepted(next.purge(old, due));
        assertThat(purged.accepting(old, START)).isEmpty();
        assertThat(purged.keys()).hasSize(1);
        assertThat(purged.spent()).containsExactly(old);
    }

    /** As if it had been retired when it was due. */
    @ParameterizedTest
    @EnumSource
    void aWaitingKeyThatNobodyRotatesInIsDueAndThenEnds(KeyClass keyClass) {
        KeyMaterial waiting = fit(keyClass);
        KeyRing ring = accepted(ring(keyClass).add(waiting, START));
        Instant due = START.plus(keyClass.policy().rotateAfter());
        Instant end = due.plus(keyClass.policy().overlap());

        assertThat(ring.due(due.minus(TICK))).isEmpty();
        assertThat(ring.due(due)).hasSize(2)
                .anySatisfy(one -> assertThat(one).hasToString("Retire[waiting=" + waiting.id() + ", since=" + due + "]"));
        assertThat(ring.accepting(waiting.id(), end.minus(TICK))).isPresent();
        assertThat(ring.accepting(waiting.id(), end)).isEmpty();
        accepted(ring.rotate(waiting.id(), end.minus(TICK)));
        assertThat(ring.rotate(waiting.id(), end)).hasToString("Refused[reason=TOO_OLD]");
        assertThat(accepted(ring.retire(waiting.id(), end.minus(TICK))).accepting(waiting.id(), end)).isEmpty();
        Instant late = end.plus(TICK);
        assertThat(accepted(ring.retire(waiting.id(), late)).accepting(waiting.id(), late)).isEmpty();
    }

    @Test
    void aWaitingKeyVerifiesBeforeItSigns() {
        KeyMaterial fresh = pair();
        KeyRing ring = ring(KeyClass.SIGNING);
        assertThat(ring.accepting(fresh.id(), START)).isEmpty();
        KeyRing added = accepted(ring.add(fresh, START));
        assertThat(added.accepting(fresh.id(), START)).isPresent();
        assertThat(added.primary().id()).isEqualTo(ring.primary().id());
    }

    @Test
    void aRetiredPairHasLostItsPrivateHalfAndARetiredSecretStillOpens() {
        KeyRing pairs = rotated(ring(KeyClass.SIGNING), START);
        KeyRing secrets = rotated(ring(KeyClass.COMMUNITY), START);
        assertThat(retired(pairs).material()).isInstanceOf(KeyMaterial.PublicKey.class);
        assertThat(retired(secrets).material()).isInstanceOf(KeyMaterial.Secret.class);
    }

    @Test
    void aCompromisedKeyEndsAtOnceAndNeverComesBack() {
        KeyRing ring = ring(KeyClass.SIGNING);
        KeyRing next = rotated(ring, START);
        KeyId old = ring.primary().id();

        KeyRing without = accepted(next.compromise(old, START));
        assertThat(without.accepting(old, START)).isEmpty();
        assertThat(without.add(ring.primary().material(), START)).isEqualTo(new Refused(KeyRefusal.SPENT));
        assertThat(without.compromisePrimary(ring.primary().material(), START)).isEqualTo(new Refused(KeyRefusal.SPENT));

        KeyMaterial fresh = pair();
        KeyId primary = without.primary().id();
        KeyRing replaced = accepted(without.compromisePrimary(fresh, START));
        assertThat(replaced.primary().id()).isEqualTo(fresh.id());
        assertThat(replaced.accepting(primary, START)).isEmpty();
        assertThat(replaced.spent()).containsExactly(old, primary);
    }

    /** It would stand in the ring and fail at its first use, or at the next write of the ring. */
    @ParameterizedTest
    @EnumSource
    void aKeyThatWasOverwrittenIsRefused(KeyClass keyClass) {
        KeyMaterial closed = fit(keyClass);
        closed.close();
        KeyRing ring = ring(keyClass);
        assertThat(List.of(ring.add(closed, START), ring.compromisePrimary(closed, START),
                        KeyRing.create(keyClass, closed, START)))
                .allSatisfy(decision -> assertThat(decision).hasToString("Refused[reason=CLOSED]"));
    }

    @Test
    void refusalsSayWhy() {
        KeyRing ring = rotated(ring(KeyClass.SIGNING), START);
        KeyMaterial waiting = pair();
        ring = accepted(ring.add(waiting, START));
        KeyId primary = ring.primary().id();
        KeyId old = retired(ring).id();
        KeyId unknown = pair().id();

        assertRefused(KeyRefusal.UNKNOWN_KEY, ring.rotate(unknown, START), ring.retire(unknown, START),
                ring.compromise(unknown, START), ring.purge(unknown, START));
        assertRefused(KeyRefusal.IS_PRIMARY, ring.rotate(primary, START), ring.retire(primary, START),
                ring.compromise(primary, START));
        assertRefused(KeyRefusal.NOT_WAITING, ring.rotate(old, START), ring.retire(old, START));
        assertRefused(KeyRefusal.NOT_RETIRED, ring.purge(primary, START), ring.purge(waiting.id(), START));
        assertRefused(KeyRefusal.DUPLICATE, ring.add(waiting, START), ring.compromisePrimary(waiting, START),
                ring.add(ring.primary().material(), START));
        assertRefused(KeyRefusal.WRONG_KIND, ring.add(secret(SecretAlgorithm.HMAC_SHA_256), START),
                ring.add(pair(SignatureAlgorithm.FALCON_512), START), ring.add(pair().retired(), START),
                ring.compromisePrimary(pair().retired(), START), KeyRing.create(KeyClass.COMMUNITY, pair(), START),
                KeyRing.create(KeyClass.COMMUNITY, secret(SecretAlgorithm.HKDF_SHA_256), START),
                KeyRing.create(KeyClass.SIGNING, pair().retired(), START));
    }

    /** The id has the algorithm in it; what was compromised is the bytes. */
    @Test
    void spentBytesDoNotComeBackAsAKeyOfAnotherAlgorithm() {
        var bytes = new byte[32];
        bytes[0] = 1;
        var one = new KeyMaterial.Secret(SecretAlgorithm.AES_256_GCM, SecretBytes.copyOf(bytes));
        var other = new KeyMaterial.Secret(SecretAlgorithm.CHACHA20_POLY1305, SecretBytes.copyOf(bytes));
        KeyRing ring = accepted(ring(KeyClass.CHANNEL_SESSION).add(one, START));
        assertRefused(KeyRefusal.DUPLICATE, ring.add(other, START), ring.compromisePrimary(other, START));
        KeyRing without = accepted(ring.compromise(one.id(), START));
        assertRefused(KeyRefusal.SPENT, without.add(one, START), without.add(other, START),
                without.compromisePrimary(other, START));
    }

    @Test
    void aClockThatWentBackIsRefusedExceptInAnEmergency() {
        KeyMaterial waiting = pair();
        KeyRing ring = accepted(rotated(ring(KeyClass.SIGNING), START).add(waiting, START));
        Instant before = START.minus(TICK);
        KeyId old = retired(ring).id();

        assertRefused(KeyRefusal.CLOCK_WENT_BACK, ring.add(pair(), before), ring.rotate(waiting.id(), before),
                ring.retire(waiting.id(), before), ring.purge(old, before));
        accepted(ring.add(pair(), START));
        accepted(ring.compromise(old, before));
        assertThat(accepted(ring.compromisePrimary(pair(), before)).lastChange()).isEqualTo(START);
    }

    /** As far as the ring knows: it remembers its last change. */
    @Test
    void aClockThatGoesBackDoesNotBringAnEndedKeyBack() {
        KeyRing ring = rotated(ring(KeyClass.SIGNING), START);
        KeyId old = retired(ring).id();
        Instant end = START.plus(KeyClass.SIGNING.policy().overlap());

        KeyRing within = accepted(ring.add(pair(), end.minus(TICK)));
        assertThat(within.accepting(old, START)).isPresent();
        KeyRing ended = accepted(ring.add(pair(), end));
        assertThat(ended.accepting(old, START)).isEmpty();
        assertThat(accepted(ended.compromisePrimary(pair(), START)).accepting(old, START)).isEmpty();
    }

    @Test
    void aRingHoldsTheBoundOfKeysAndNotOneMoreButAnEmergencyFits() {
        KeyRing ring = ring(KeyClass.SIGNING);
        for (int i = 1; i < KeyRing.MAX_KEYS; i++) {
            ring = accepted(ring.add(pair(), START));
        }
        assertThat(ring.keys()).hasSize(KeyRing.MAX_KEYS);
        assertThat(ring.add(pair(), START)).isEqualTo(new Refused(KeyRefusal.FULL));
        assertThat(accepted(ring.compromisePrimary(pair(), START)).keys()).hasSize(KeyRing.MAX_KEYS);
        var tooMany = new ArrayList<>(ring.keys());
        tooMany.add(RingKey.of(pair(), new Stage.Waiting(START)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.restore(KeyClass.SIGNING, tooMany, List.of(), START));
    }

    @Test
    void theOldestSpentIdIsForgottenAboveTheBound() {
        KeyRing ring = ring(KeyClass.COMMUNITY);
        KeyId first = ring.primary().id();
        for (int i = 0; i < KeyRing.MAX_SPENT; i++) {
            ring = accepted(ring.compromisePrimary(fit(KeyClass.COMMUNITY), START));
        }
        assertThat(ring.spent()).hasSize(KeyRing.MAX_SPENT).contains(first);
        ring = accepted(ring.compromisePrimary(fit(KeyClass.COMMUNITY), START));
        assertThat(ring.spent()).hasSize(KeyRing.MAX_SPENT).doesNotContain(first);
    }

    @Test
    void aRingWithoutOnePrimaryOrWithAKeyTwiceIsRefused() {
        RingKey primary = RingKey.of(pair(), new Stage.Primary(START));
        RingKey other = RingKey.of(pair(), new Stage.Primary(START));
        KeyRing.restore(KeyClass.SIGNING, List.of(primary), List.of(other.id()), START);
        for (List<RingKey> keys : List.of(List.<RingKey>of(), List.of(primary, other), List.of(primary, primary),
                List.of(RingKey.of(pair(), new Stage.Waiting(START))))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KeyRing.restore(KeyClass.SIGNING, keys, List.of(), START));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.restore(KeyClass.SIGNING, List.of(primary), List.of(primary.id()), START));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.restore(KeyClass.COMMUNITY, List.of(primary), List.of(), START));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RingKey(other.id(), primary.material(), primary.stage()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RingKey.of(primary.material(), new Stage.Retired(START, START, START)));
    }

    @Test
    void timesOutsideOfTheirBoundsAreRefused() {
        accepted(KeyRing.create(KeyClass.SIGNING, pair(), Instant.EPOCH));
        KeyRing late = accepted(KeyRing.create(KeyClass.SIGNING, pair(), KeyRing.MAX_TIME));
        rotated(late, KeyRing.MAX_TIME);
        for (Instant at : List.of(Instant.EPOCH.minus(TICK), KeyRing.MAX_TIME.plus(TICK), Instant.MAX)) {
            assertThatIllegalArgumentException().isThrownBy(() -> KeyRing.create(KeyClass.SIGNING, pair(), at));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Stage.Retired(START, START.minus(TICK), START));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stage.Retired(START, START, START.minus(TICK)));
    }

    @Test
    void eventsNameKeysAndTimesAndNoSecret() {
        KeyMaterial fresh = pair();
        KeyRing ring = ring(KeyClass.SIGNING);
        KeyId old = ring.primary().id();
        Instant until = START.plus(Duration.ofDays(7));
        KeyRing added = accepted(ring.add(fresh, START));

        assertThat(event(ring.add(fresh, START)))
                .isEqualTo(new KeyEvent.Added(START, KeyClass.SIGNING, fresh.id(), "Ed25519"));
        assertThat(event(added.rotate(fresh.id(), START)))
                .isEqualTo(new KeyEvent.Rotated(START, KeyClass.SIGNING, fresh.id(), old, until));
        assertThat(event(added.retire(fresh.id(), START)))
                .isEqualTo(new KeyEvent.Retired(START, KeyClass.SIGNING, fresh.id(), until));
        assertThat(event(added.compromise(fresh.id(), START)))
                .isEqualTo(new KeyEvent.Compromised(START, KeyClass.SIGNING, fresh.id()));
        assertThat(event(ring.compromisePrimary(fresh, START)))
                .isEqualTo(new KeyEvent.Replaced(START, KeyClass.SIGNING, old, fresh.id(), "Ed25519"));
        assertThat(event(rotated(ring, START).purge(old, START.plus(Duration.ofDays(90)))))
                .isEqualTo(new KeyEvent.Purged(START.plus(Duration.ofDays(90)), KeyClass.SIGNING, old));
    }

    @Test
    void idsAreStableAndBelongToOneKeyWithItsAlgorithm() {
        SecretBytes zeros = SecretBytes.copyOf(new byte[32]);
        // Computed with Python's hmac and hashlib: HKDF-SHA256(ikm 32 zeros, no salt, info = label | 71).
        assertThat(new KeyMaterial.Secret(SecretAlgorithm.HKDF_SHA_256, zeros).id().hex())
                .isEqualTo("de7988a210e0eeb51f2da3d14521a09eff70d886470cb500ddd14e63620c4e3d");
        assertThat(new KeyMaterial.Secret(SecretAlgorithm.HMAC_SHA_256, zeros).id())
                .isNotEqualTo(new KeyMaterial.Secret(SecretAlgorithm.HKDF_SHA_256, zeros).id());
        KeyMaterial pair = pair();
        assertThat(pair.id()).isEqualTo(pair.retired().id()).isEqualTo(KeyId.of(pair.id().bytes()));
        for (String wrong : List.of("", "00".repeat(31), "00".repeat(33), "0A" + "00".repeat(31), "0g" + "00".repeat(31))) {
            assertThatIllegalArgumentException().isThrownBy(() -> new KeyId(wrong));
        }
    }

    @ParameterizedTest
    @EnumSource
    void secretsOutsideOfTheirBoundsAreRefused(SecretAlgorithm algorithm) {
        new KeyMaterial.Secret(algorithm, SecretBytes.copyOf(new byte[algorithm.minBytes()]));
        new KeyMaterial.Secret(algorithm, SecretBytes.copyOf(new byte[algorithm.maxBytes()]));
        for (int bytes : new int[] {algorithm.minBytes() - 1, algorithm.maxBytes() + 1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KeyMaterial.Secret(algorithm, SecretBytes.copyOf(new byte[bytes])));
        }
        assertThat(SecretAlgorithm.ofId(algorithm.id())).contains(algorithm);
    }

    private static void assertRefused(KeyRefusal reason, KeyDecision... decisions) {
        assertThat(decisions).allSatisfy(decision -> assertThat(decision).isEqualTo(new Refused(reason)));
    }

    private static RingKey retired(KeyRing ring) {
        return ring.keys().stream()
                .filter(key -> key.stage() instanceof Stage.Retired)
                .findFirst()
                .orElseThrow();
    }
}
