package dev.shieldwall.crypto.key;

import static dev.shieldwall.crypto.key.TestKeys.START;
import static dev.shieldwall.crypto.key.TestKeys.fit;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.crypto.key.KeyDecision.Accepted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random operations against a model that only listens to events: after each of them every key that ever was is asked at
 * many times. Keys come from a small pool, so that old ones are tried again.
 */
class KeyRingPropertyTest {

    private static final int RUNS = 40;
    private static final int STEPS = 60;
    private static final int POOL = 12;

    private final Map<KeyId, Instant> ends = new HashMap<>();
    private final Set<KeyId> dead = new HashSet<>();
    private final Set<KeyId> alive = new HashSet<>();
    private int acceptedOperations;

    @Test
    void oneKeyIsPrimaryAndNoSpentOneVerifiesWhateverIsDone() {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            long own = seed + run;
            try {
                run(new Random(own));
            } catch (AssertionError e) {
                throw new AssertionError("seed " + own, e);
            }
        }
        assertThat(acceptedOperations).as("seed %s", seed).isGreaterThan(RUNS * STEPS / 5);
    }

    private void run(Random random) {
        ends.clear();
        dead.clear();
        alive.clear();
        KeyClass keyClass = KeyClass.values()[2 + random.nextInt(KeyClass.values().length - 2)];
        var pool = new ArrayList<KeyMaterial>();
        for (int i = 0; i < POOL; i++) {
            pool.add(fit(keyClass));
        }
        Instant now = START;
        KeyRing ring = TestKeys.accepted(KeyRing.create(keyClass, pool.getFirst(), now));
        alive.add(ring.primary().id());
        for (int step = 0; step < STEPS; step++) {
            now = now.plusMillis(jump(keyClass, random));
            ring = heed(operation(ring, pool.get(random.nextInt(POOL)), now, random), ring);
            check(ring, pool, now, random);
        }
    }

    /** To the very instants at which something ends, and somewhere else. */
    private static long jump(KeyClass keyClass, Random random) {
        long overlap = keyClass.policy().overlap().toMillis();
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> overlap;
            case 3 -> overlap - 1;
            default -> random.nextLong(overlap);
        };
    }

    private static KeyDecision operation(KeyRing ring, KeyMaterial key, Instant at, Random random) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> ring.add(key, at);
            case 2 -> ring.rotate(key.id(), at);
            case 3 -> ring.retire(key.id(), at);
            case 4 -> ring.compromise(key.id(), random.nextBoolean() ? at : at.minusMillis(1));
            case 5 -> random.nextInt(4) == 0 ? ring.compromisePrimary(key, at) : ring.rotate(key.id(), at);
            default -> ring.purge(key.id(), at);
        };
    }

    private KeyRing heed(KeyDecision decision, KeyRing before) {
        if (!(decision instanceof Accepted(KeyRing next, KeyEvent event))) {
            return before;
        }
        acceptedOperations++;
        switch (event) {
            case KeyEvent.Created created -> alive.add(created.primary());
            case KeyEvent.Added added -> {
                alive.add(added.key());
                RotationPolicy policy = before.keyClass().policy();
                ends.put(added.key(), added.at().plus(policy.rotateAfter()).plus(policy.overlap()));
            }
            case KeyEvent.Rotated rotated -> {
                ends.remove(rotated.primary());
                ends.put(rotated.retired(), rotated.verifiesUntil());
            }
            case KeyEvent.Retired retired -> ends.put(retired.key(), retired.verifiesUntil());
            case KeyEvent.Compromised compromised -> dead.add(compromised.key());
            case KeyEvent.Replaced replaced -> {
                dead.add(replaced.compromised());
                alive.add(replaced.primary());
            }
            case KeyEvent.Purged purged -> dead.add(purged.key());
        }
        return next;
    }

    private void check(KeyRing ring, List<KeyMaterial> pool, Instant now, Random random) {
        assertThat(ring.keys().stream().filter(key -> key.stage() instanceof Stage.Primary)).hasSize(1);
        assertThat(ring.spent()).containsExactlyInAnyOrderElementsOf(dead);
        assertThat(dead).doesNotContain(ring.primary().id());
        for (KeyMaterial key : pool) {
            KeyId id = key.id();
            for (Instant at : List.of(now, START, ends.getOrDefault(id, now), now.plusMillis(random.nextInt(1_000_000)))) {
                boolean expected = alive.contains(id) && !dead.contains(id) && (!ends.containsKey(id) || KeyRing.later(at, ring.lastChange()).isBefore(ends.get(id)));
                assertThat(ring.accepting(id, at).isPresent()).as("%s at %s in %s", id, at, ring).isEqualTo(expected);
            }
        }
    }
}
