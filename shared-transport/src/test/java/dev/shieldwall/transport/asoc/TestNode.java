package dev.shieldwall.transport.asoc;

import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.Community;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Rate;
import dev.shieldwall.transport.asoc.core.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A real node on loopback that remembers what happened to it. */
final class TestNode implements AutoCloseable {

    static final NodeTimes QUICK = new NodeTimes(Duration.ofSeconds(4), Duration.ofMillis(300), Duration.ofSeconds(2),
            Duration.ofSeconds(2), Duration.ofMillis(200));
    static final NodeOptions OPTIONS = NodeOptions.STANDARD
            .with(NodeLimits.STANDARD.withPerAddress(new Rate(10_000, 1_000)))
            .with(QUICK);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the application does before it has a stream. */
    interface Ending {

        void of(long stream) throws IOException;
    }

    record Stream(NodeId from, long id, byte[] bytes) {}

    final NodeId id;
    final Ed25519Signer identity;
    final Node node;
    final NodeServer server;
    final NodeClient client;
    final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    volatile boolean inboxFails;
    volatile boolean closingFails;
    volatile Ending ending = _ -> {};
    private final AtomicInteger refusedByTheInbox;
    final BlockingQueue<Long> unended = new LinkedBlockingQueue<>();
    private final List<NodeEvent> events = new ArrayList<>();

    /** What a node is made from; tests change what they are about. */
    static final class Recipe {

        final NodeId id;
        final Ed25519Signer identity = new Ed25519Signer(Ed25519PrivateKey.generate(new SecureRandom()));
        String apiKey = OldPeer.API_KEY;
        String community = "demo";
        Trust trust = Trust.of(Trust.Policy.LEGACY_ALLOWED);
        NodeOptions options = OPTIONS;
        int refusedByTheInbox;

        Recipe(int number) {
            this.id = NodeId.parse("00000000-0000-0000-0000-00000000000" + number);
        }

        Recipe strict() {
            trust = Trust.of(Trust.Policy.EXTENSION_REQUIRED);
            return this;
        }

        Recipe pinning(Recipe peer) {
            trust = new Trust(trust.policy(), Map.of(peer.id, peer.identity.publicKey()), Set.of());
            return this;
        }

        Recipe obeying(Recipe peer) {
            trust = new Trust(trust.policy(), Map.of(peer.id, peer.identity.publicKey()), Set.of(peer.id));
            return this;
        }

        TestNode start() throws IOException {
            return new TestNode(this);
        }
    }

    private TestNode(Recipe recipe) throws IOException {
        this.id = recipe.id;
        this.identity = recipe.identity;
        this.refusedByTheInbox = new AtomicInteger(recipe.refusedByTheInbox);
        var who = new Who(recipe.id, recipe.identity, new Community(recipe.community), recipe.trust);
        this.node = new Node(who, ClusterKey.ofText(recipe.apiKey), recipe.options, this::welcome, this::remember);
        this.server = new NodeServer(node, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.client = new NodeClient(node);
    }

    private Inbox.Receiver welcome(NodeId peer) {
        if (refusedByTheInbox.getAndDecrement() > 0) {
            throw new IllegalStateException("a fault of the application, made on purpose");
        }
        return new Collecting(peer);
    }

    private final class Collecting implements Inbox.Receiver {

        private final NodeId from;
        private final Map<Long, ByteArrayOutputStream> open = new HashMap<>();

        Collecting(NodeId from) {
            this.from = from;
        }

        @Override
        public void data(long stream, ByteBuffer payload) {
            if (inboxFails) {
                inboxFails = false;
                throw new IllegalStateException("a fault of the application, made on purpose");
            }
            byte[] bytes = new byte[payload.remaining()];
            payload.get(bytes);
            open.computeIfAbsent(stream, _ -> new ByteArrayOutputStream()).writeBytes(bytes);
        }

        @Override
        public void end(long stream) throws IOException {
            ending.of(stream);
            var whole = open.remove(stream);
            streams.add(new Stream(from, stream, whole == null ? new byte[0] : whole.toByteArray()));
        }

        @Override
        public void closed() {
            if (closingFails) {
                closingFails = false;
                throw new IllegalStateException("a fault of the application, made on purpose");
            }
            unended.addAll(open.keySet());
        }
    }

    private void remember(NodeEvent event) {
        synchronized (events) {
            events.add(event);
            events.notifyAll();
        }
    }

    void dial(TestNode peer) throws IOException {
        client.keepConnected(peer.id, peer.server.address());
    }

    Stream nextStream() throws InterruptedException {
        Stream stream = streams.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no stream came; events: " + events());
        }
        return stream;
    }

    /** Waits for the n-th event of a kind that fits. */
    <E extends NodeEvent> E await(Class<E> kind, int number, Predicate<E> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (events) {
            while (System.nanoTime() < end) {
                List<E> found = events.stream().filter(kind::isInstance).map(kind::cast).filter(wanted).toList();
                if (found.size() >= number) {
                    return found.get(number - 1);
                }
                events.wait(100);
            }
            throw new AssertionError("no " + kind.getSimpleName() + " that fits among " + events);
        }
    }

    <E extends NodeEvent> E await(Class<E> kind, Predicate<E> wanted) throws InterruptedException {
        return await(kind, 1, wanted);
    }

    <E extends NodeEvent> E await(Class<E> kind) throws InterruptedException {
        return await(kind, _ -> true);
    }

    List<NodeEvent> events() {
        synchronized (events) {
            return List.copyOf(events);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        node.close();
    }
}
