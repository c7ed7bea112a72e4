package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Rate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The numbers of RFC-0002, and what is bounded without a socket. */
@Timeout(60)
class NodeDefaultsTest {

    @Test
    void timesAndLimitsAreThoseOfTheDocument() {
        NodeTimes times = NodeTimes.STANDARD;
        assertThat(times.handshake()).isEqualTo(Duration.ofSeconds(10));
        assertThat(times.receive()).isEqualTo(Duration.ofSeconds(30));
        assertThat(times.send()).isEqualTo(Duration.ofSeconds(10));
        assertThat(times.keepAlive()).isLessThan(Duration.ofSeconds(30));
        assertThat(Discovery.INTERVAL).isEqualTo(Duration.ofSeconds(3));
        NodeLimits limits = NodeLimits.STANDARD;
        assertThat(limits.connections()).isEqualTo(100);
        assertThat(limits.perAddress()).isEqualTo(new Rate(100, 3_600_000));
        assertThat(limits.failures().most()).isEqualTo(5);
        assertThat(limits.discovery()).isEqualTo(new Rate(10, 1_000));
        assertThat(NodeClient.MAX_FAILURES).isEqualTo(3);
        assertThat(NodeClient.STALE_MILLIS).isEqualTo(15_000);
        assertThat(Outbound.CHUNK_BYTES).isEqualTo(1_048_576);
    }

    @Test
    void limitsHaveLimits() {
        Rate rate = new Rate(1, 1);
        assertThatThrownBy(() -> new NodeLimits(0, 0, rate, rate, rate)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NodeLimits(1, 2, rate, rate, rate)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new NodeLimits(1, 1, rate, rate, rate).strangers()).isOne();
    }

    @Test
    void bytesAreCountedForAsManyPeersAsFit() {
        var counters = new NodeCounters();
        for (int i = 0; i < NodeCounters.PEERS + 5; i++) {
            counters.trafficOf(new NodeId(new UUID(0, i))).received(1);
        }
        assertThat(counters.bytesPerPeer()).hasSize(NodeCounters.PEERS)
                .doesNotContainKey(new NodeId(new UUID(0, 4)))
                .containsKey(new NodeId(new UUID(0, 5)));
    }

    @Test
    void theOldKeyIsRefusedAfterItsGraceAndOverwrittenLater() throws IOException {
        var now = new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
        var recipe = new TestNode.Recipe(1);
        recipe.options = recipe.options.with((InstantSource) now::get);
        try (TestNode us = recipe.start()) {
            us.node.rotateKey("next".getBytes(StandardCharsets.US_ASCII), Duration.ofSeconds(60));
            now.updateAndGet(time -> time.plusMillis(59_999));
            assertThat(us.node.hasOneKey()).isFalse();
            now.updateAndGet(time -> time.plusMillis(1));
            assertThat(us.node.hasOneKey()).isTrue();
            assertThat(us.node.rotation().holdsOldKey()).isTrue(); // a handshake that began before may still need it
            now.updateAndGet(time -> time.plusSeconds(121));
            us.node.rotation().sweep();
            assertThat(us.node.rotation().holdsOldKey()).isFalse();
        }
    }

    @Test
    void aGracePeriodIsAtMostSevenDays() throws IOException {
        try (TestNode us = new TestNode.Recipe(1).start()) {
            byte[] key = "next".getBytes(StandardCharsets.US_ASCII);
            assertThatThrownBy(() -> us.node.rotateKey(key, Duration.ofDays(7).plusSeconds(1)))
                    .isInstanceOf(IllegalArgumentException.class);
            us.node.rotateKey(key, Duration.ofDays(7));
            assertThat(us.node.hasOneKey()).isFalse();
        }
    }
}
