package dev.shieldwall.transport.bus;

import static dev.shieldwall.transport.bus.TestBus.CONSUMER;
import static dev.shieldwall.transport.bus.TestBus.ENTRY;
import static dev.shieldwall.transport.bus.TestBus.GATEWAY;
import static dev.shieldwall.transport.bus.TestBus.LONG;
import static dev.shieldwall.transport.bus.TestBus.message;

import dev.shieldwall.transport.bus.core.AicoMessage;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Messages a second on loopback: {@code BusSpeed [bytes] [messages]}. Prints three lines: through the broker with CURVE
 * on both hops, one hop of JeroMQ without CURVE, and plain TCP with a length before each message. No test: it asserts
 * nothing.
 */
final class BusSpeed {

    /** What may be on its way at a time, so that nothing is dropped. */
    private static final int WINDOW = 32;

    private BusSpeed() {}

    public static void main(String[] arguments) throws Exception {
        int bytes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_024;
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20_000;
        for (int round = 0; round < 3; round++) {
            report("broker, CURVE", messages, broker(bytes, messages));
            report("one hop, NULL", messages, plainZeroMq(bytes, messages));
            report("TCP", messages, tcp(bytes, messages));
        }
    }

    private static void report(String what, int messages, long nanos) {
        System.out.printf("%-14s %,d messages/s%n", what, (long) (messages * 1e9 / nanos));
    }

    private static long broker(int bytes, int messages) throws Exception {
        try (var bus = new TestBus()) {
            BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
            BusPublisher publisher = bus.publisher(GATEWAY);
            AicoMessage sent = message(GATEWAY, ENTRY, "x".repeat(bytes));
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                publisher.publish(ENTRY, sent);
                if (i >= WINDOW) {
                    require(subscriber);
                }
            }
            return System.nanoTime() - start;
        }
    }

    private static void require(BusSubscriber subscriber) {
        if (subscriber.receive(LONG).isEmpty()) {
            throw new IllegalStateException("a message was lost");
        }
    }

    private static long plainZeroMq(int bytes, int messages) {
        try (var context = new ZContext()) {
            ZMQ.Socket publisher = context.createSocket(SocketType.XPUB);
            publisher.setHWM(0);
            int port = publisher.bindToRandomPort("tcp://127.0.0.1");
            ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
            subscriber.setHWM(0);
            subscriber.subscribe("");
            subscriber.connect("tcp://127.0.0.1:" + port);
            publisher.recv();
            byte[] message = new byte[bytes];
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                publisher.send(message);
            }
            for (int i = 0; i < messages; i++) {
                subscriber.recv();
            }
            return System.nanoTime() - start;
        }
    }

    private static long tcp(int bytes, int messages) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            CompletableFuture<Void> reader = CompletableFuture.runAsync(() -> read(accepted, messages));
            var out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), 65_536));
            byte[] message = new byte[bytes];
            long start = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                out.writeInt(bytes);
                out.write(message);
            }
            out.flush();
            reader.get();
            return System.nanoTime() - start;
        }
    }

    private static void read(Socket socket, int messages) {
        try {
            var in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 65_536));
            for (int i = 0; i < messages; i++) {
                in.readNBytes(in.readInt());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
