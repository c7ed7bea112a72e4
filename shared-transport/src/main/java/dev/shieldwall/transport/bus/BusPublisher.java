package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.Topic;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Sends to a broker, and connects again by itself.
 *
 * <p>To the broker it is a PUB. Inside it is an XPUB, which hears that the broker listens; what a PUB sends before that
 * is lost. Nothing says that a message arrived or was permitted: a bus does not answer.
 *
 * <p>Thread-safe; calls go one after the other.
 */
public final class BusPublisher implements AutoCloseable {

    /** What became of a message on our side. */
    public enum Outcome {
        QUEUED,
        /** The broker has not listened since the start. */
        NOT_CONNECTED,
        /** The broker does not keep up, or is gone. */
        QUEUE_FULL,
        TOO_LARGE
    }

    private final ZContext context = new ZContext();
    private final ZMQ.Socket socket;
    private final int maxMessageBytes;
    private boolean connected;

    public BusPublisher(CurveKeyPair own, BrokerEndpoint broker) {
        this.socket = context.createSocket(SocketType.XPUB);
        this.maxMessageBytes = broker.limits().maxMessageBytes();
        broker.limits().applyToClient(socket);
        socket.setXpubNoDrop(true);
        own.connect(socket, broker.key());
        socket.connect(broker.address());
    }

    public synchronized boolean awaitConnected(Duration timeout) {
        if (!connected) {
            socket.setReceiveTimeOut(Math.toIntExact(timeout.toMillis()));
            listen(socket.recv());
        }
        return connected;
    }

    public Outcome publish(Topic topic, AicoMessage message) {
        return publish(topic, message.encode());
    }

    synchronized Outcome publish(Topic topic, byte[] message) {
        if (message.length > maxMessageBytes) {
            return Outcome.TOO_LARGE;
        }
        // Brokers of others pass each subscription on; they must not pile up here.
        while (listen(socket.recv(ZMQ.DONTWAIT))) {}
        if (!connected) {
            return Outcome.NOT_CONNECTED;
        }
        if (!socket.send(topic.bytes(), ZMQ.DONTWAIT | ZMQ.SNDMORE)) {
            return Outcome.QUEUE_FULL;
        }
        socket.send(message, 0);
        return Outcome.QUEUED;
    }

    private boolean listen(byte @Nullable [] frame) {
        connected |= frame != null && frame.length > 0 && frame[0] == 1;
        return frame != null;
    }

    @Override
    public synchronized void close() {
        context.close();
    }
}
