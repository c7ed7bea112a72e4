package dev.shieldwall.benchmark;

import dev.shieldwall.transport.bus.Broker;
import dev.shieldwall.transport.bus.BrokerEndpoint;
import dev.shieldwall.transport.bus.BusLimits;
import dev.shieldwall.transport.bus.BusPublisher;
import dev.shieldwall.transport.bus.BusSubscriber;
import dev.shieldwall.transport.bus.CurveKeyPair;
import dev.shieldwall.transport.bus.core.AccessList;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.CurveKey;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import dev.shieldwall.transport.bus.core.Topic;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Messages of 1 KiB: through our broker with CURVE on both hops, and over one hop of the same library without. */
final class BusFigures {

    private static final Duration WARM_UP = Duration.ofSeconds(50);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PAYLOAD_BYTES = 1_024;
    private static final int SEALED_MESSAGES = 40_000;
    private static final int PLAIN_MESSAGES = 1_000_000;
    /** What may be on its way at a time, so that nothing is dropped. */
    private static final int WINDOW = 32;

    private static final int PLAIN_WINDOW = 10_000;

    private static final ComponentName SOURCE = new ComponentName("source");
    private static final ComponentName SINK = new ComponentName("sink");
    private static final Topic TOPIC = Topic.of("logs/entry/v1");

    private BusFigures() {}

    static List<Figure> measure(PrintStream progress) throws MalformedException {
        progress.println("  bus: warm-up of " + WARM_UP.toSeconds() + " s");
        for (long end = System.nanoTime() + WARM_UP.toNanos(); System.nanoTime() < end; ) {
            sealed(SEALED_MESSAGES / 10);
            plain(PLAIN_MESSAGES / 10);
        }
        return List.of(
                new Figure("bus.1k.msgs_per_s", sealed(SEALED_MESSAGES), "1/s",
                        "1 KiB through the broker, CURVE on both hops, at most 32 on their way, loopback"),
                new Figure("bus.1k.null.msgs_per_s", plain(PLAIN_MESSAGES), "1/s",
                        "1 KiB over one hop of JeroMQ without CURVE, at most 10,000 on their way, loopback"));
    }

    private static double sealed(int messages) throws MalformedException {
        CurveKeyPair source = CurveKeyPair.generate(RANDOM);
        CurveKeyPair sink = CurveKeyPair.generate(RANDOM);
        CurveKeyPair own = CurveKeyPair.generate(RANDOM);
        AccessList rights = AccessList.parse("source publish logs/**\nsink subscribe logs/**\n");
        Map<CurveKey, ComponentName> names = Map.of(source.publicKey(), SOURCE, sink.publicKey(), SINK);
        var access = new Broker.Access(key -> Optional.ofNullable(names.get(key)), () -> rights);
        try (var broker = new Broker(own, access, Broker.Addresses.loopback(0, 0), BusLimits.DEFAULT);
                var subscriber = new BusSubscriber(sink, endpoint(broker.addresses().subscribers(), own), List.of("logs/"));
                var publisher = new BusPublisher(source, endpoint(broker.addresses().publishers(), own))) {
            if (subscriber.awaitWelcome(0, PATIENCE).isEmpty() || !publisher.awaitConnected(PATIENCE)) {
                throw new IllegalStateException("not connected with the broker");
            }
            return rate(messages, publisher, subscriber);
        }
    }

    private static BrokerEndpoint endpoint(String address, CurveKeyPair broker) {
        return new BrokerEndpoint(address, broker.publicKey(), BusLimits.DEFAULT);
    }

    private static double rate(int messages, BusPublisher publisher, BusSubscriber subscriber) {
        AicoMessage message = message();
        long begin = System.nanoTime();
        for (int i = 0; i < messages + WINDOW; i++) {
            if (i < messages) {
                publisher.publish(TOPIC, message);
            }
            if (i >= WINDOW && subscriber.receive(PATIENCE).isEmpty()) {
                throw new IllegalStateException("a message was lost");
            }
        }
        return messages * 1e9 / (System.nanoTime() - begin);
    }

    private static AicoMessage message() {
        var kind = new MessageMetadata.Kind(TOPIC.base(), MessageMetadata.Kind.VERSION);
        var metadata = new MessageMetadata("id", Instant.EPOCH, SOURCE.value(), kind, new TreeMap<>());
        return new AicoMessage(
                metadata, new AicoMessage.Payload("type.googleapis.com/benchmark", new byte[PAYLOAD_BYTES]));
    }

    private static double plain(int messages) {
        try (var context = new ZContext()) {
            ZMQ.Socket publisher = context.createSocket(SocketType.XPUB);
            publisher.setHWM(0);
            int port = publisher.bindToRandomPort("tcp://127.0.0.1");
            ZMQ.Socket subscriber = context.createSocket(SocketType.SUB);
            subscriber.setHWM(0);
            subscriber.subscribe("");
            subscriber.connect("tcp://127.0.0.1:" + port);
            publisher.recv(); // the subscription is there
            byte[] message = new byte[PAYLOAD_BYTES];
            long begin = System.nanoTime();
            for (int i = 0; i < messages + PLAIN_WINDOW; i++) {
                if (i < messages) {
                    publisher.send(message);
                }
                if (i >= PLAIN_WINDOW) {
                    subscriber.recv();
                }
            }
            return messages * 1e9 / (System.nanoTime() - begin);
        }
    }
}
