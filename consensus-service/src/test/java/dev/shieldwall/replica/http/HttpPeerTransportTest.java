package dev.shieldwall.replica.http;

import static dev.shieldwall.replica.http.PeerGroup.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.crypto.tls.TlsIdentity;
import dev.shieldwall.replica.host.Channel;
import dev.shieldwall.replica.host.PeerLink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpPeerTransportTest {

    private PeerGroup group;

    @BeforeEach
    void makeGroup() throws IOException {
        group = new PeerGroup();
    }

    @AfterEach
    void closeGroup() {
        group.close();
    }

    @Test
    void aBroadcastReachesEveryOtherReplicaInOrderOnItsChannel() {
        group.startAll();
        for (int i = 0; i < 500; i++) {
            group.get(1).broadcast(Channel.VOTES, number(i));
            group.get(1).broadcast(Channel.BULK, number(1000 + i));
        }
        for (int other : new int[] {0, 2, 3}) {
            Queue<PeerGroup.Received> received = group.received.get(other);
            await(() -> received.size() == 1000);
            assertThat(received).allMatch(frame -> frame.from() == 1);
            assertThat(numbers(received, Channel.VOTES)).isSorted().hasSize(500);
            assertThat(numbers(received, Channel.BULK)).isSorted().hasSize(500).allMatch(number -> number >= 1000);
        }
        assertThat(group.received.get(1)).isEmpty();
    }

    @Test
    void aDefectAtThePeerThatIsServedFirstDoesNotEndTheHeartbeatsOfTheOthers() {
        group.start(2);
        group.start(3);
        group.addresses.set(1, new PeerSettings.Address("no host name", 1, group.identities.get(1).spkiSha256()));
        HttpPeerTransport transport = group.start(0);
        await(() -> transport.peers().stream().filter(peer -> peer.votesUp() && peer.bulkUp()).count() == 2);
        long before = transport.brokenTicks();
        assertThat(before).isPositive();
        await(() -> transport.brokenTicks() > before);
    }

    @Test
    void aReplicaThatDiesAndComesBackIsReachedAgain() {
        group.startAll();
        group.kill(2);
        await(() -> !group.get(0).peers().get(1).votesUp());
        assertThat(group.get(0).peers().get(1).trouble()).isNotNull();
        for (int i = 0; i < 10_000; i++) {
            group.get(0).send(2, Channel.VOTES, number(i));
        }
        assertThat(group.get(0).queuedBytes(2)).as("little is kept for a peer that is away").isLessThan(1 << 20);
        group.start(2);
        await(group::allUp);
        group.get(0).send(2, Channel.VOTES, number(77_777));
        await(() -> numbers(group.received.get(2), Channel.VOTES).contains(77_777));
        group.get(2).send(0, Channel.BULK, number(5));
        await(() -> numbers(group.received.get(0), Channel.BULK).contains(5));
    }

    @Test
    void aFrameOfTheLargestSizeArrivesAndALargerOneIsAnError() {
        group.startAll();
        group.get(0).send(1, Channel.BULK, new byte[PeerWire.MAX_FRAME_BYTES]);
        await(() -> !group.received.get(1).isEmpty());
        assertThat(group.received.get(1).element().frame()).hasSize(PeerWire.MAX_FRAME_BYTES);
        assertThatThrownBy(() -> group.get(0).send(1, Channel.BULK, new byte[PeerWire.MAX_FRAME_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void framesThatNoHonestReplicaSendsCloseTheStreamAreCountedAndHarmNobodyElse() {
        AtomicInteger seen = new AtomicInteger();
        group.start(0, (from, channel, frame) -> {
            seen.incrementAndGet();
            return from != 3;
        });
        for (int i = 1; i < PeerGroup.SIZE; i++) {
            group.start(i);
        }
        await(group::allUp);
        group.get(3).send(0, Channel.VOTES, new byte[] {66});
        await(() -> group.get(0).peers().get(2).refusedStreams() == 1);
        group.get(1).send(0, Channel.VOTES, number(1));
        await(() -> seen.get() == 2);
        assertThat(group.get(0).peers().get(0).refusedStreams()).isZero();
        await(group::allUp);
    }

    @Test
    void aReplicaWithAKeyThatIsNotListedGetsNoStream() {
        group.start(0);
        TlsIdentity stranger = TlsIdentity.generate("stranger", Instant.EPOCH, new SecureRandom());
        try (HttpPeerTransport intruder =
                new HttpPeerTransport(group.settings(1), stranger, (from, channel, frame) -> true)) {
            intruder.start();
            intruder.send(0, Channel.VOTES, number(1));
            await(() -> group.get(0).peers().getFirst().trouble() != null);
            pause(1_500);
            assertThat(intruder.peers().getFirst().votesUp()).isFalse();
            assertThat(group.get(0).peers().getFirst().votesUp()).as("nor is it believed as a server").isFalse();
            assertThat(group.received.getFirst()).isEmpty();
        }
    }

    @Test
    void aReplicaThatClaimsTheIndexOfAnotherIsForbidden() {
        group.start(0);
        try (HttpPeerTransport liar = new HttpPeerTransport(
                group.settings(1), group.identities.get(2), (from, channel, frame) -> true)) {
            liar.start();
            liar.send(0, Channel.VOTES, number(1));
            await(() -> String.valueOf(liar.peers().getFirst().trouble()).contains("403"));
            assertThat(group.received.getFirst()).isEmpty();
        }
    }

    @Test
    void aReplicaOfAnotherChainOrEpochIsRefused() {
        group.start(0);
        for (PeerSettings other : List.of(
                new PeerSettings(1, "beef", 0, group.addresses), new PeerSettings(1, "c0ffee", 1, group.addresses))) {
            try (HttpPeerTransport stray =
                    new HttpPeerTransport(other, group.identities.get(1), (from, channel, frame) -> true)) {
                stray.start();
                await(() -> String.valueOf(stray.peers().getFirst().trouble()).contains("409"));
            }
        }
    }

    @Test
    void aReceiverThatStopsReadingBlocksNeitherTheSenderNorItsMemoryNorTheOthers() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        group.start(0, (from, channel, frame) -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        for (int i = 1; i < PeerGroup.SIZE; i++) {
            group.start(i);
        }
        await(group::allUp);
        byte[] frame = new byte[64 << 10];
        long start = System.nanoTime();
        for (int i = 0; i < 2_000; i++) {
            group.get(1).broadcast(Channel.BULK, frame);
            assertThat(group.get(1).queuedBytes(0)).isLessThan(9 << 20);
        }
        assertThat(System.nanoTime() - start).as("sending never waits").isLessThan(10_000_000_000L);
        await(() -> group.get(1).peers().getFirst().droppedFrames() > 100);
        group.get(1).broadcast(Channel.BULK, number(42));
        await(() -> numbers(group.received.get(2), Channel.BULK).contains(42));
        stuck.countDown();
    }

    @Test
    void commandsForAReceiverThatStopsReadingPushOutNoProposal() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        group.start(0, (from, channel, frame) -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return group.received.getFirst().add(new PeerGroup.Received(from, channel, frame));
        });
        HttpPeerTransport sender = group.start(1);
        await(() -> sender.peers().getFirst().bulkUp());
        forwardTwelveMebibytes(sender);
        sender.send(0, Channel.BULK, number(42));
        sender.forward(0, number(7));
        forwardTwelveMebibytes(sender);
        assertThat(sender.peers().getFirst().droppedFrames()).isGreaterThan(100);
        stuck.countDown();
        await(() -> numbers(group.received.getFirst(), Channel.BULK).contains(42));
        assertThat(numbers(group.received.getFirst(), Channel.BULK)).as("a command").doesNotContain(7);
        sender.forward(0, number(8));
        await(() -> numbers(group.received.getFirst(), Channel.BULK).contains(8));
    }

    private static void forwardTwelveMebibytes(HttpPeerTransport sender) {
        byte[] command = new byte[64 << 10];
        for (int i = 0; i < 192; i++) {
            sender.forward(command);
        }
    }

    @Test
    void aHundredThousandVotesPassInSecondsNotMinutes() {
        List<AtomicInteger> arrived = List.of(new AtomicInteger(), new AtomicInteger(), new AtomicInteger());
        group.start(0);
        for (int i = 1; i < PeerGroup.SIZE; i++) {
            AtomicInteger counter = arrived.get(i - 1);
            group.start(i, (from, channel, frame) -> counter.incrementAndGet() > 0);
        }
        await(group::allUp);
        int count = 100_000;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            group.get(0).broadcast(Channel.VOTES, new byte[300]);
            if (i % 1_000 == 999) {
                int sent = i + 1;
                await(() -> arrived.stream().allMatch(counter -> counter.get() >= sent - 3_000));
            }
        }
        await(() -> arrived.stream().allMatch(counter -> counter.get() == count));
        assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(30_000);
        assertThat(group.get(0).peers()).extracting(PeerLink.PeerState::droppedFrames).containsOnly(0L);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    private static List<Integer> numbers(Queue<PeerGroup.Received> received, Channel channel) {
        List<Integer> out = new ArrayList<>();
        for (PeerGroup.Received one : received) {
            if (one.channel() == channel && one.frame().length == 4) {
                out.add(ByteBuffer.wrap(one.frame()).getInt());
            }
        }
        return out;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
