package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.Trust;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster's key is replaced because somebody has it who should not: he must neither get the next one nor stay. */
@Timeout(120)
class RotationTest {

    private static final byte[] NEXT = "the next key".getBytes(StandardCharsets.US_ASCII);

    private final TestNode.Recipe one = new TestNode.Recipe(1);
    private final TestNode.Recipe two = new TestNode.Recipe(2);
    private final TestNode.Recipe three = new TestNode.Recipe(3);
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

    private void clocked(TestNode.Recipe recipe) {
        recipe.options = recipe.options.with(now::get);
    }

    /** One pins two and is obeyed by it; three is nobody's, and would take any key. */
    private void pinEachOther() {
        one.pinning(two);
        two.obeying(one);
        three.obeying(one);
    }

    private static void connect(TestNode operator, TestNode... others) throws Exception {
        for (TestNode other : others) {
            other.dial(operator);
            other.await(NodeEvent.Authenticated.class);
            operator.await(NodeEvent.Authenticated.class, event -> event.node().equals(other.id));
        }
    }

    private static void serves(TestNode from, TestNode to) throws Exception {
        from.node.send(to.id, ByteBuffer.wrap(new byte[] {42}));
        assertThat(to.nextStream().bytes()).containsExactly(42);
    }

    @Test
    void aNewKeyIsToldToPinnedPeersOnlyAndTheOperatorHearsWhoGotNone() throws Exception {
        pinEachOther();
        try (TestNode operator = one.start();
                TestNode follower = two.start();
                TestNode thief = three.start()) {
            connect(operator, follower, thief);
            operator.node.rotateKey(NEXT, Duration.ofHours(1));
            assertThat(operator.await(NodeEvent.KeyAcknowledged.class).node()).isEqualTo(follower.id);
            assertThat(operator.await(NodeEvent.KeyWithheld.class).node()).isEqualTo(thief.id);
            serves(operator, thief); // it would have come after the key
            assertThat(thief.events()).noneMatch(NodeEvent.KeyTaken.class::isInstance);
            assertThat(thief.node.hasOneKey()).isTrue();
        }
    }

    @Test
    void inAClusterWithoutPinsNobodyIsToldAndTheOperatorHearsIt() throws Exception {
        two.obeying(one);
        try (TestNode operator = one.start();
                TestNode follower = two.start()) {
            connect(operator, follower);
            operator.node.rotateKey(NEXT, Duration.ofHours(1));
            assertThat(operator.await(NodeEvent.KeyWithheld.class).node()).isEqualTo(follower.id);
            serves(operator, follower);
            assertThat(follower.node.hasOneKey()).isTrue();
        }
    }

    @Test
    void connectionsOfTheKeyBeforeEndWithItsGrace() throws Exception {
        clocked(two);
        try (TestNode thief = one.start();
                TestNode operator = two.start()) {
            connect(operator, thief);
            operator.node.rotateKey(NEXT, Duration.ofSeconds(60));
            now.updateAndGet(time -> time.plusMillis(59_999));
            operator.node.registry().newest(thief.id).orElseThrow().sweep();
            serves(operator, thief);
            serves(thief, operator);
            now.updateAndGet(time -> time.plusMillis(1));
            assertThat(operator.await(NodeEvent.PeerRefused.class).reason()).isEqualTo(Refusal.KEY_RETIRED);
            thief.await(NodeEvent.Disconnected.class);
        }
    }

    @Test
    void connectionsOfTheNewKeyOutliveTheGraceOfTheOldOne() throws Exception {
        clocked(two);
        three.apiKey = new String(NEXT, StandardCharsets.US_ASCII);
        try (TestNode operator = two.start();
                TestNode fresh = three.start()) {
            operator.node.rotateKey(NEXT, Duration.ofSeconds(60));
            connect(operator, fresh);
            now.updateAndGet(time -> time.plusSeconds(60));
            operator.node.registry().newest(fresh.id).orElseThrow().sweep();
            serves(operator, fresh);
            serves(fresh, operator);
        }
    }

    /** Its answer shows that it holds the new key; its identity was shown before. Even without any grace it stays. */
    @Test
    void theConnectionOnWhichTheKeyWasToldAndAcknowledgedStays() throws Exception {
        pinEachOther();
        try (TestNode operator = one.start();
                TestNode follower = two.start()) {
            connect(operator, follower);
            operator.node.rotateKey(NEXT, Duration.ZERO);
            operator.await(NodeEvent.KeyAcknowledged.class);
            assertThat(operator.node.hasOneKey()).isTrue();
            operator.node.registry().newest(follower.id).orElseThrow().sweep();
            follower.node.registry().newest(operator.id).orElseThrow().sweep();
            serves(operator, follower);
            serves(follower, operator);
            assertThat(operator.node.counters().connections()).isOne();
        }
    }

    /** Pinned, so it is told; it may not be told by this node, so it refuses and never answers. */
    @Test
    void aKeyThatIsNotTakenEndsTheConnection() throws Exception {
        one.pinning(two);
        try (TestNode operator = one.start();
                TestNode stubborn = two.start()) {
            connect(operator, stubborn);
            operator.node.rotateKey(NEXT, Duration.ZERO);
            assertThat(stubborn.await(NodeEvent.PeerRefused.class).reason()).isEqualTo(Refusal.NOT_ENTITLED);
            operator.await(NodeEvent.Disconnected.class);
            assertThat(stubborn.node.hasOneKey()).isTrue();
        }
    }

    @Test
    void whoLosesItsConnectionMeanwhileDoesNotKeepTheOthersFromBeingTold() throws Exception {
        pinEachOther();
        one.trust = new Trust(one.trust.policy(),
                Map.of(two.id, two.identity.publicKey(), three.id, three.identity.publicKey()), Set.of());
        try (TestNode operator = one.start();
                TestNode gone = two.start();
                TestNode follower = three.start()) {
            connect(operator, gone, follower);
            operator.node.registry().newest(gone.id).orElseThrow().outbound().close();
            operator.node.rotateKey(NEXT, Duration.ofHours(1));
            assertThat(operator.await(NodeEvent.KeyAcknowledged.class).node()).isEqualTo(follower.id);
        }
    }

    @Test
    void aGraceThatIsTooLongChangesNothing() throws Exception {
        try (TestNode operator = one.start()) {
            assertThatThrownBy(() -> operator.node.rotateKey(NEXT, Duration.ofSeconds(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> operator.node.rotateKey(NEXT, Duration.ofDays(7).plusSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(operator.node.rotation().holdsOldKey()).isFalse();
        }
    }
}
