package dev.shieldwall.transport.asoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sent is not received: what the receiver has taken it says, if it can. */
@Timeout(120)
class DeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OLD = "ffeeddcc-bbaa-9988-7766-554433221100";

    private final TestNode.Recipe one = new TestNode.Recipe(1);
    private final TestNode.Recipe two = new TestNode.Recipe(2);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aFile() throws IOException {
        file = Files.write(folder.resolve("file"), new byte[] {1, 2, 3});
    }

    private Delivery deliver(TestNode from, NodeId to, Duration patience) throws IOException {
        try (FileChannel content = FileChannel.open(file)) {
            return from.node.deliver(to, content, patience);
        }
    }

    private static <V> FutureTask<V> inBackground(Callable<V> task) {
        var future = new FutureTask<>(task);
        Thread.startVirtualThread(future);
        return future;
    }

    private static void awaitForEver(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStreamIsConfirmedWhenTheInboxHasTakenItAndNotBefore() throws Exception {
        var asked = new CountDownLatch(1);
        var taken = new CountDownLatch(1);
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            server.ending = _ -> {
                asked.countDown();
                awaitForEver(taken);
            };
            client.dial(server);
            client.await(NodeEvent.Authenticated.class);
            var delivery = inBackground(() -> deliver(client, server.id, PATIENCE));
            asked.await();
            assertThat(delivery.isDone()).isFalse();
            taken.countDown();
            assertThat(delivery.get()).isEqualTo(Delivery.CONFIRMED);
            Files.write(file, new byte[0]);
            assertThat(deliver(client, server.id, PATIENCE)).isEqualTo(Delivery.CONFIRMED);
        }
    }

    @Test
    void aStreamThatTheInboxRefusesIsNotConfirmed() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            server.ending = _ -> {
                throw new IOException("the disk is full, say");
            };
            client.dial(server);
            client.await(NodeEvent.Authenticated.class);
            assertThatThrownBy(() -> deliver(client, server.id, PATIENCE)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aReceiptThatDoesNotComeInTimeIsAFailure() throws Exception {
        var never = new CountDownLatch(1);
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            server.ending = _ -> awaitForEver(never);
            client.dial(server);
            client.await(NodeEvent.Authenticated.class);
            assertThatThrownBy(() -> deliver(client, server.id, Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not confirmed");
            never.countDown();
        }
    }

    /** Who waits for one file and ends when it is there must not take the word back. */
    @Test
    void aReceiverThatFinishesInTheMomentOfTheEndStillConfirms() throws Exception {
        try (TestNode client = one.start();
                TestNode server = two.start()) {
            var finishing = new FutureTask<>(() -> {
                server.node.finish(PATIENCE);
                return true;
            });
            server.ending = _ -> {
                Thread finisher = Thread.ofPlatform().start(finishing);
                while (finisher.getState() == Thread.State.NEW || finisher.getState() == Thread.State.RUNNABLE) {
                    Thread.onSpinWait(); // until it waits for something
                }
            };
            client.dial(server);
            client.await(NodeEvent.Authenticated.class);
            assertThat(deliver(client, server.id, PATIENCE)).isEqualTo(Delivery.CONFIRMED);
            client.node.finish(PATIENCE);
            assertThat(finishing.get()).isTrue();
        }
    }

    /** Byte for byte what it always got. */
    @Test
    void anOldPeerIsAskedNothingAndConfirmsNothing() throws Exception {
        try (TestNode us = one.start();
                OldPeer old = OldPeer.connect(us.server.address()).greet(OLD, 1)) {
            us.await(NodeEvent.Authenticated.class);
            var delivery = inBackground(() -> deliver(us, NodeId.parse(OLD), PATIENCE));
            OldPeer.Frame data = old.readIgnoringControl();
            assertThat(data.type()).isEqualTo(1);
            assertThat(data.payload()).containsExactly(1, 2, 3);
            OldPeer.Frame end = old.read();
            assertThat(end.type()).isEqualTo(2);
            assertThat(end.stream()).isEqualTo(data.stream());
            assertThat(delivery.get()).isEqualTo(Delivery.SENT);
            OldPeer.Frame next = old.read(); // a keep-alive
            assertThat(next.type()).isEqualTo(3);
            assertThat(next.payload()).isEmpty();
        }
    }

    @Test
    void sixtyFourReceiptsMayBeWantedAndOneMoreMayNot() throws RefusedException {
        var receipts = new Receipts();
        for (long stream = 1; stream <= Receipts.MAX_WANTED; stream++) {
            receipts.want(stream);
        }
        assertThatThrownBy(() -> receipts.want(65))
                .isInstanceOfSatisfying(RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_MANY_STREAMS));
        assertThat(receipts.isDue(1)).isTrue();
        assertThatThrownBy(() -> receipts.want(65)).isInstanceOf(RefusedException.class); // not written yet
        receipts.written(1);
        receipts.want(65);
        assertThat(receipts.isDue(99)).isFalse();
    }
}
