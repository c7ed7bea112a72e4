package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.ChannelSession;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ContentType;
import dev.shieldwall.transport.channel.core.Established;
import dev.shieldwall.transport.channel.core.Message;
import dev.shieldwall.transport.channel.core.MessageRefusal;
import dev.shieldwall.transport.channel.core.MessageRefusedException;
import dev.shieldwall.transport.channel.core.PeerIdentity;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from a peer that has proved who it is.
 *
 * <p>Guarantee: what {@link #receive} returns is what the peer sent, whole and in order; an empty answer means that the
 * peer said it is done, and a {@link ChannelBrokenException} that nobody knows what is missing. Not guaranteed: that what
 * was sent has arrived.
 *
 * <p>Thread-safe: any number of threads may send; those that receive take turns. A peer that sends nothing while
 * somebody waits for it, not even what keeps a connection alive, or that takes nothing, is given up after two intervals.
 * So is one that takes longer for one message.
 */
public final class SecureChannel implements AutoCloseable {

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final FrameStream stream;
    private final Established established;
    private final ChannelSession session;
    private final ChannelHost host;
    private final long began = System.nanoTime();
    private final ReentrantLock sending = new ReentrantLock();
    private final ReentrantLock receiving = new ReentrantLock();
    /** Why, once it has ended. */
    private final AtomicReference<@Nullable ChannelEvent> ended = new AtomicReference<>();
    private final Activity activity = new Activity();
    private volatile Watchdog.Watch keepalive = Watchdog.Watch.NONE;
    private volatile Watchdog.Watch lifetime = Watchdog.Watch.NONE;
    private volatile Runnable onEnd = () -> {};
    private ByteBuffer out = ByteBuffer.allocate(0);
    private boolean closedByPeer;

    private SecureChannel(FrameStream stream, Established established, ChannelSession.Side side, ChannelHost host) {
        this.stream = stream;
        this.established = established;
        this.host = host;
        var carrier = host.configuration().policy().enforceMessageOrdering()
                ? ChannelSession.Carrier.ORDERED
                : ChannelSession.Carrier.UNORDERED;
        this.session = new ChannelSession(established, side, carrier, host.configuration().session());
    }

    static SecureChannel start(FrameStream stream, Established established, ChannelSession.Side side, ChannelHost host) {
        var channel = new SecureChannel(stream, established, side, host);
        Duration interval = host.configuration().connection().keepaliveInterval();
        channel.keepalive = host.watchdog().every(interval, () -> channel.tick(interval));
        Duration timeout = host.configuration().session().timeout();
        channel.lifetime = host.watchdog().after(timeout, () -> channel.end(ChannelEvent.EXPIRED));
        host.events().count(ChannelEvent.ESTABLISHED);
        return channel;
    }

    /** False from the moment that somebody ended it here; the peer's end shows when its last word is received. */
    public boolean isOpen() {
        return ended.get() == null;
    }

    public PeerIdentity peer() {
        return established.peer();
    }

    public ChannelSuite suite() {
        return established.suite();
    }

    /** Hash of the handshake: the same on both sides of this channel and on no other. */
    public byte[] binding() {
        return established.binding();
    }

    /** How often the key of what this side sends was rotated. */
    public int sendingEpoch() {
        return session.sendingEpoch();
    }

    public int receivingEpoch() {
        return session.receivingEpoch();
    }

    /** Metadata are authenticated, but whoever listens reads them. */
    public void send(byte[] metadata, byte[] payload) throws IOException {
        send(Message.data(metadata, payload));
    }

    private void send(Message message) throws IOException {
        sending.lock();
        activity.sendBegan();
        try {
            write(message);
        } catch (MessageRefusedException e) {
            throw refusedToSend(e);
        } catch (IOException e) {
            throw broken(ChannelEvent.CUT_OFF, e);
        } finally {
            activity.sendEnded();
            sending.unlock();
        }
    }

    private void write(Message message) throws MessageRefusedException, IOException {
        session.requireSealable(message, age());
        int bytes = ChannelSession.sealedBytes(message);
        if (out.capacity() < FrameStream.LENGTH_BYTES + bytes) {
            out = ByteBuffer.allocate(FrameStream.LENGTH_BYTES + bytes);
        }
        out.clear().putInt(bytes);
        session.seal(message, age(), out);
        stream.write(out.flip());
        if (out.capacity() > FrameStream.KEPT_BYTES) {
            out = ByteBuffer.allocate(0);
        }
    }

    private IOException refusedToSend(MessageRefusedException cause) {
        return switch (cause.refusal()) {
            case TOO_LARGE -> new IOException("larger than a message may be", cause);
            case EXPIRED -> broken(ChannelEvent.EXPIRED, cause);
            default -> new IOException("the channel is closed", cause);
        };
    }

    /**
     * The next message, or empty if the peer has closed the channel. The payload is good until the next call.
     *
     * @throws ChannelBrokenException if the stream ended otherwise, or something came that the peer did not say
     */
    public Optional<Message> receive() throws IOException {
        receiving.lock();
        activity.receiveBegan();
        try {
            return Optional.of(next()).filter(message -> message.type() == ContentType.DATA);
        } catch (MessageRefusedException e) {
            boolean expired = e.refusal() == MessageRefusal.EXPIRED;
            throw broken(expired ? ChannelEvent.EXPIRED : ChannelEvent.MESSAGE_REFUSED, e);
        } catch (EOFException e) {
            throw broken(ChannelEvent.CUT_OFF, e);
        } catch (FrameTooLongException e) {
            throw broken(ChannelEvent.MESSAGE_REFUSED, e);
        } catch (IOException e) {
            throw broken(ChannelEvent.CUT_OFF, e);
        } finally {
            activity.receiveEnded();
            receiving.unlock();
        }
    }

    /**
     * Sends and receives what comes next; the channel is ended as silent if that takes longer.
     *
     * @throws ChannelBrokenException also when the time is up
     */
    public Optional<Message> ask(byte[] metadata, byte[] question, Duration timeout) throws IOException {
        try (Watchdog.Watch _ = host.watchdog().after(timeout, () -> end(ChannelEvent.SILENT))) {
            send(metadata, question);
            return receive();
        }
    }

    private Message next() throws IOException, MessageRefusedException {
        while (!closedByPeer) {
            Message message = session.open(stream.read(session.maxFrameBytes()), age());
            activity.received();
            switch (message.type()) {
                case DATA -> {
                    return message;
                }
                case KEEPALIVE -> {}
                case CLOSE -> {
                    closedByPeer = true;
                    end(ChannelEvent.CLOSED);
                }
            }
        }
        return Message.of(ContentType.CLOSE);
    }

    private Duration age() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Runs on the watchdog's thread, so what may block gets a thread of its own. */
    private void tick(Duration interval) {
        if (activity.isStuck(interval.multipliedBy(2))) {
            end(ChannelEvent.SILENT);
        } else if (activity.wasQuiet()) {
            Thread.ofVirtual().start(this::keepAlive);
        }
    }

    private void keepAlive() {
        try {
            send(Message.of(ContentType.KEEPALIVE));
            activity.keptAlive();
        } catch (IOException e) {
            end(ChannelEvent.CUT_OFF);
        }
    }

    /** What is called when the channel ends, whoever ends it; it may be called twice. */
    void onEnd(Runnable action) {
        onEnd = action;
        if (!isOpen()) {
            action.run();
        }
    }

    /** Of who reads or writes when a deadline closes the stream, the exception says that it was closed, and not why. */
    private ChannelBrokenException broken(ChannelEvent event, Exception cause) {
        end(event);
        return new ChannelBrokenException(Objects.requireNonNull(ended.get()), cause);
    }

    /** The first reason counts. */
    void end(ChannelEvent event) {
        if (!ended.compareAndSet(null, event)) {
            return;
        }
        host.events().count(event);
        keepalive.close();
        lifetime.close();
        closeStream();
        onEnd.run();
        Thread.ofVirtual().start(this::eraseKeys);
    }

    /** When nobody seals or opens any more; a closed stream lets go whoever does. */
    private void eraseKeys() {
        receiving.lock();
        try {
            sending.lock();
            try {
                session.close();
            } finally {
                sending.unlock();
            }
        } finally {
            receiving.unlock();
        }
    }

    private void closeStream() {
        try {
            stream.close();
        } catch (IOException e) {
            // It is closed for this side whatever the system says.
        }
    }

    /**
     * Tells the peer that this is the end, and ends. Does not wait for what the peer may still be saying, and not long for
     * one that takes nothing.
     */
    @Override
    public void close() {
        if (!isOpen()) {
            return;
        }
        try (Watchdog.Watch _ = host.watchdog().after(CLOSE_PATIENCE, () -> end(ChannelEvent.SILENT))) {
            send(Message.of(ContentType.CLOSE));
        } catch (IOException e) {
            // The peer will see that it was cut off.
        } finally {
            end(ChannelEvent.CLOSED);
        }
    }
}
