package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.Subscriptions;
import dev.shieldwall.transport.bus.core.Topic;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Receives from a broker, and connects and subscribes again by itself.
 *
 * <p>What is published before a subscription has arrived is lost. {@link #awaitWelcome} says when it has: beside its
 * prefixes a subscriber asks for a topic that only the broker knows, and the broker answers in order. The answer comes
 * again after each reconnect.
 *
 * <p>Thread-safe; calls go one after the other, so a long {@link #receive} holds up the others.
 */
public final class BusSubscriber implements AutoCloseable {

    /** What came. */
    public record Received(Topic topic, AicoMessage message) {}

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket;
    private final String welcomeTopic;
    private long welcomes;
    private long malformed;
    private Optional<Welcome> welcome = Optional.empty();

    /** @param prefixes literal, as SUB sockets have them; {@code *} and {@code **} mean everything */
    public BusSubscriber(CurveKeyPair own, BrokerEndpoint broker, List<String> prefixes) {
        if (prefixes.size() > Subscriptions.MAX_PREFIXES) {
            throw new IllegalArgumentException("a subscriber has at most " + Subscriptions.MAX_PREFIXES + " prefixes");
        }
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        this.welcomeTopic = Subscriptions.WELCOME + HexFormat.of().formatHex(nonce);
        this.socket = context.createSocket(SocketType.SUB);
        broker.limits().applyToClient(socket);
        own.connect(socket, broker.key());
        for (String prefix : prefixes) {
            socket.subscribe(prefix.equals("*") || prefix.equals("**") ? "" : prefix);
        }
        socket.subscribe(welcomeTopic);
        socket.connect(broker.address());
    }

    /**
     * Waits until the broker has heard all prefixes once more than {@code before}. Messages that come in the meantime
     * are dropped: nobody has asked for them yet.
     */
    public synchronized Optional<Welcome> awaitWelcome(long before, Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        for (int left = remaining(end); welcomes <= before && left > 0; left = remaining(end)) {
            next(left);
        }
        return welcomes > before ? welcome : Optional.empty();
    }

    /** How often the broker has heard all prefixes: once, and once more for each reconnect. */
    public synchronized long welcomes() {
        return welcomes;
    }

    /** Messages that were no messages; a broker of this project passes none on. */
    public synchronized long malformed() {
        return malformed;
    }

    public synchronized Optional<Received> receive(Duration timeout) {
        long end = System.nanoTime() + timeout.toNanos();
        Optional<Received> received = next(remaining(end));
        for (int left = remaining(end); received.isEmpty() && left > 0; left = remaining(end)) {
            received = next(left);
        }
        return received;
    }

    /** Never negative: JeroMQ would wait for ever. */
    static int remaining(long end) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()), 0, Integer.MAX_VALUE);
    }

    private Optional<Received> next(int timeoutMillis) {
        socket.setReceiveTimeOut(timeoutMillis);
        byte[] topic = socket.recv();
        if (topic == null) {
            return Optional.empty();
        }
        byte[] message = new byte[0];
        int parts = 1;
        while (socket.hasReceiveMore()) {
            message = socket.recv();
            parts++;
        }
        try {
            if (parts != 2 || message == null) {
                throw new MalformedException("not two parts");
            }
            return read(topic, AicoMessage.parse(message));
        } catch (MalformedException _) {
            malformed++;
            return Optional.empty();
        }
    }

    private Optional<Received> read(byte[] topic, AicoMessage message) throws MalformedException {
        if (new String(topic, StandardCharsets.ISO_8859_1).equals(welcomeTopic)) {
            welcome = Optional.of(Welcome.read(message));
            welcomes++;
            return Optional.empty();
        }
        return Optional.of(new Received(Topic.parse(topic), message));
    }

    @Override
    public synchronized void close() {
        context.close();
    }
}
