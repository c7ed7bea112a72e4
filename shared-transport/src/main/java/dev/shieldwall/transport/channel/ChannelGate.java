package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChallengeMemory;
import dev.shieldwall.transport.channel.core.HandshakeRefusedException;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Lets peers in, whatever carries their bytes, and gives each channel to the handler, on a virtual thread of its own; when
 * the handler returns the channel is closed. Nobody gets to the handler without having proved an identity of the
 * allow-list.
 */
public final class ChannelGate implements AutoCloseable {

    private final Consumer<SecureChannel> handler;
    private final ChannelHost host;
    private final Doorkeeper doorkeeper;
    private final ChallengeMemory memory = new ChallengeMemory(ChallengeMemory.DEFAULT_PER_PEER);
    private final Set<SecureChannel> channels = ConcurrentHashMap.newKeySet();
    private final Set<ByteChannel> carriers = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private volatile ServerHandshake.Party party;
    private volatile boolean closed;

    public ChannelGate(
            ServerHandshake.Party party, ChannelConfiguration configuration, Consumer<SecureChannel> handler) {
        requireOrdered(configuration);
        this.party = party;
        this.host = ChannelHost.of(configuration, new ChannelEvents());
        this.handler = handler;
        this.doorkeeper = new Doorkeeper(configuration.connection().admission());
    }

    /** On a stream a message out of order is an attack and nothing else. */
    static void requireOrdered(ChannelConfiguration configuration) {
        if (!configuration.policy().enforceMessageOrdering()) {
            throw new IllegalArgumentException("a stream enforces the order of messages");
        }
    }

    public ChannelEvents events() {
        return host.events();
    }

    public int openChannels() {
        return channels.size();
    }

    /** From now on this list; channels of peers that are no longer on it end at once. */
    public void allow(AllowList allowed) {
        party = new ServerHandshake.Party(party.own(), allowed, party.suites());
        channels.forEach(this::endIfRevoked);
    }

    private void endIfRevoked(SecureChannel channel) {
        if (!party.allowed().contains(channel.peer())) {
            channel.end(ChannelEvent.REVOKED);
        }
    }

    /**
     * Serves whoever is at the other end. Returns at once.
     *
     * @param carrier in blocking mode; closed when all is over
     * @param origin whose limits count
     * @return why it was turned away and the carrier closed, or empty
     */
    public Optional<ChannelEvent> admit(ByteChannel carrier, String origin) {
        host.events().count(ChannelEvent.CONNECTED);
        Optional<ChannelEvent> refusal = doorkeeper.enter(origin, now());
        if (refusal.isPresent()) {
            host.events().count(refusal.get());
            closeQuietly(carrier);
        } else {
            start(carrier, origin);
        }
        return refusal;
    }

    /** Who was let in has taken a place, which is given back even if there is no memory left to serve it. */
    private void start(ByteChannel carrier, String origin) {
        boolean started = false;
        try {
            carriers.add(carrier);
            if (closed) {
                closeQuietly(carrier); // perhaps too late for close to see it
            }
            Thread.ofVirtual().start(() -> serve(carrier, origin));
            started = true;
        } finally {
            if (!started) {
                doorkeeper.handshakeEnded(origin);
                leave(carrier, origin);
            }
        }
    }

    private void leave(ByteChannel carrier, String origin) {
        closeQuietly(carrier);
        carriers.remove(carrier);
        doorkeeper.left(origin, now());
    }

    /** Turns a connection away without looking at it. */
    void refuse(ByteChannel carrier, ChannelEvent reason) {
        host.events().count(ChannelEvent.CONNECTED);
        host.events().count(reason);
        closeQuietly(carrier);
    }

    private void serve(ByteChannel carrier, String origin) {
        try {
            handshake(carrier, origin).ifPresent(this::handle);
        } finally {
            leave(carrier, origin);
        }
    }

    private Optional<SecureChannel> handshake(ByteChannel carrier, String origin) {
        var timedOut = new AtomicBoolean();
        Runnable cutOff = () -> {
            timedOut.set(true);
            closeQuietly(carrier);
        };
        Duration timeout = host.configuration().connection().handshakeTimeout();
        try (Watchdog.Watch _ = host.watchdog().after(timeout, cutOff)) {
            var handshake = new ServerHandshake(party, memory);
            return Optional.of(new HandshakeDriver(new FrameStream(carrier), host).asServer(handshake));
        } catch (HandshakeRefusedException e) {
            host.events().count(e.refusal());
        } catch (IOException e) {
            host.events().count(timedOut.get() ? ChannelEvent.HANDSHAKE_TIMED_OUT : ChannelEvent.HANDSHAKE_CUT_OFF);
        } finally {
            doorkeeper.handshakeEnded(origin);
        }
        doorkeeper.failed(origin, now());
        return Optional.empty();
    }

    private void handle(SecureChannel channel) {
        channels.add(channel);
        channel.onEnd(() -> channels.remove(channel));
        endIfRevoked(channel); // the list may have changed while it shook hands
        try (channel) {
            handler.accept(channel);
        }
    }

    private Duration now() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    static void closeQuietly(ByteChannel carrier) {
        try {
            carrier.close();
        } catch (IOException e) {
            // It is closed for this side whatever the system says.
        }
    }

    @Override
    public void close() {
        closed = true;
        channels.forEach(SecureChannel::close);
        carriers.forEach(ChannelGate::closeQuietly);
        host.watchdog().close();
    }
}
