package dev.shieldwall.benchmark;

import com.sun.management.OperatingSystemMXBean;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.transport.asoc.Inbox;
import dev.shieldwall.transport.asoc.Node;
import dev.shieldwall.transport.asoc.NodeClient;
import dev.shieldwall.transport.asoc.NodeOptions;
import dev.shieldwall.transport.asoc.NodeServer;
import dev.shieldwall.transport.asoc.Who;
import dev.shieldwall.transport.asoc.core.ClusterKey;
import dev.shieldwall.transport.asoc.core.Community;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Trust;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/** Two nodes of ours with the sealed extension, and plain TCP with as large writes, in one process. */
final class AsocFigures {

    private static final Duration WARM_UP = Duration.ofSeconds(50);
    private static final long MEASURED_BYTES = 8L << 30;
    private static final int STREAM_BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final ByteBuffer STREAM = ByteBuffer.allocateDirect(STREAM_BYTES);
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private AsocFigures() {}

    /** Sends a stream and returns when the other side has it whole. */
    @FunctionalInterface
    private interface Transport {

        void send(ByteBuffer stream) throws IOException, InterruptedException;
    }

    /** What one transport takes for the bytes that are measured. */
    private record Speed(double megabytesPerSecond, double cpuSecondsPerGib) {}

    static List<Figure> measure(PrintStream progress) throws Exception {
        try (var nodes = new TwoNodes();
                var plain = new PlainTcp()) {
            progress.println("  ASoc: warm-up of " + WARM_UP.toSeconds() + " s");
            for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end; ) {
                speed(nodes, STREAM_BYTES);
                speed(plain, STREAM_BYTES);
            }
            Speed sealed = speed(nodes, MEASURED_BYTES);
            Speed tcp = speed(plain, MEASURED_BYTES);
            String conditions = "8 GiB in chunks of 1 MiB to one peer on loopback, both ends in this process";
            return List.of(
                    new Figure("asoc.1m.mb_per_s", sealed.megabytesPerSecond(), "MB/s", "sealed extension; " + conditions),
                    new Figure("asoc.1m.cpu_s_per_gib", sealed.cpuSecondsPerGib(), "s", "sealed extension; " + conditions),
                    new Figure("tcp.1m.mb_per_s", tcp.megabytesPerSecond(), "MB/s", "plain TCP; " + conditions),
                    new Figure("tcp.1m.cpu_s_per_gib", tcp.cpuSecondsPerGib(), "s", "plain TCP; " + conditions));
        }
    }

    private static Speed speed(Transport transport, long bytes) throws IOException, InterruptedException {
        long cpu = SYSTEM.getProcessCpuTime();
        long begin = System.nanoTime();
        for (long sent = 0; sent < bytes; sent += STREAM_BYTES) {
            transport.send(STREAM.clear());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuSeconds = (SYSTEM.getProcessCpuTime() - cpu) / 1e9;
        return new Speed(bytes / 1e6 / seconds, cpuSeconds / (bytes / (double) (1L << 30)));
    }

    private static final class TwoNodes implements Transport, AutoCloseable {

        private static final SecureRandom RANDOM = new SecureRandom();
        private static final NodeId RECEIVER = new NodeId(new UUID(0, 2));

        private final Semaphore whole = new Semaphore(0);
        private final Semaphore connected = new Semaphore(0);
        private final Node receiver = node(RECEIVER, _ -> new Counting());
        private final Node sender = node(new NodeId(new UUID(0, 1)), _ -> new Counting());
        private final NodeServer server;
        private final NodeClient client = new NodeClient(sender);

        TwoNodes() throws IOException, InterruptedException {
            this.server = new NodeServer(receiver, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            client.keepConnected(RECEIVER, server.address());
            connected.acquire(2);
        }

        private Node node(NodeId id, Inbox inbox) {
            var who = new Who(id, new Ed25519Signer(Ed25519PrivateKey.generate(RANDOM)), new Community("benchmark"),
                    Trust.of(Trust.Policy.EXTENSION_REQUIRED));
            return new Node(who, ClusterKey.ofText("a key of a benchmark"), NodeOptions.STANDARD, peer -> {
                Inbox.Receiver own = inbox.connected(peer);
                connected.release();
                return own;
            }, _ -> {});
        }

        private final class Counting implements Inbox.Receiver {

            @Override
            public void data(long stream, ByteBuffer payload) {}

            @Override
            public void end(long stream) {
                whole.release();
            }

            @Override
            public void closed() {}
        }

        @Override
        public void send(ByteBuffer stream) throws IOException, InterruptedException {
            sender.send(RECEIVER, stream);
            whole.acquire();
        }

        @Override
        public void close() throws IOException {
            server.close();
            client.close();
            sender.close();
            receiver.close();
        }
    }

    private static final class PlainTcp implements Transport, AutoCloseable {

        private final ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        private final SocketChannel sending = SocketChannel.open(server.getLocalAddress());
        private final SocketChannel receiving = server.accept();
        private final Semaphore whole = new Semaphore(0);

        PlainTcp() throws IOException {
            Thread.ofVirtual().start(this::receive);
        }

        private void receive() {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
            try {
                long received = 0;
                for (int count = receiving.read(chunk); count >= 0; count = receiving.read(chunk.clear())) {
                    received += count;
                    if (received == STREAM_BYTES) {
                        received = 0;
                        whole.release();
                    }
                }
            } catch (ClosedChannelException e) {
                return; // it is over
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void send(ByteBuffer stream) throws IOException, InterruptedException {
            for (int at = 0; at < STREAM_BYTES; at += CHUNK_BYTES) {
                ByteBuffer chunk = stream.slice(at, CHUNK_BYTES);
                while (chunk.hasRemaining()) {
                    sending.write(chunk);
                }
            }
            whole.acquire();
        }

        @Override
        public void close() throws IOException {
            sending.close();
            receiving.close();
            server.close();
        }
    }
}
