package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ChallengeMemory;
import dev.shieldwall.transport.channel.core.HandshakeRefusedException;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Accepts channels and gives each to the handler, on a virtual thread of its own; when the handler returns the channel is
 * closed. Nobody gets to the handler without having proved an identity of the allow-list.
 */
public final class ChannelServer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final Consumer<SecureChannel> handler;
    private final ChannelHost host;
    private final Doorkeeper doorkeeper;
    private final ChallengeMemory memory = new ChallengeMemory(ChallengeMemory.DEFAULT_PER_PEER);
    private final Set<SecureChannel> channels = ConcurrentHashMap.newKeySet();
    private final Set<SocketChannel> sockets = ConcurrentHashMap.newKeySet();
    private final long began = System.nanoTime();
    private volatile ServerHandshake.Party party;

    private ChannelServer(
            ServerSocketChannel listener, ServerHandshake.Party party, ChannelHost host, Consumer<SecureChannel> handler) {
        this.listener = listener;
        this.party = party;
        this.host = host;
        this.handler = handler;
        this.doorkeeper = new Doorkeeper(host.configuration().connection().admission());
    }

    /** Listens on TCP, or on a Unix socket in a folder that nobody else may enter. */
    public static ChannelServer listen(
            SocketAddress address,
            ServerHandshake.Party party,
            ChannelConfiguration configuration,
            Consumer<SecureChannel> handler)
            throws IOException {
        requireOrdered(configuration);
        ServerSocketChannel listener = address instanceof UnixDomainSocketAddress unix
                ? UnixSocket.listen(unix)
                : ServerSocketChannel.open().bind(address);
        var server = new ChannelServer(listener, party, ChannelHost.of(configuration, new ChannelEvents()), handler);
        Thread.ofVirtual().name("channel-accept").start(server::accept);
        return server;
    }

    /** On a stream a message out of order is an attack and nothing else. */
    static void requireOrdered(ChannelConfiguration configuration) {
        if (!configuration.policy().enforceMessageOrdering()) {
            throw new IllegalArgumentException("a stream enforces the order of messages");
        }
    }

    public SocketAddress address() throws IOException {
        return listener.getLocalAddress();
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

    private void accept() {
        while (listener.isOpen()) {
            try {
                admit(listener.accept());
            } catch (IOException e) {
                pauseIfOpen();
            }
        }
    }

    /** Out of file descriptors, most likely: the others are served meanwhile. */
    private void pauseIfOpen() {
        if (listener.isOpen()) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private void admit(SocketChannel socket) {
        host.events().count(ChannelEvent.CONNECTED);
        try {
            String address = SocketOrigin.of(socket);
            Optional<ChannelEvent> refusal =
                    UnixSocket.isOfOwnUser(socket) ? doorkeeper.enter(address, now()) : Optional.of(ChannelEvent.OTHER_USER);
            if (refusal.isEmpty()) {
                sockets.add(socket);
                FrameStream.sendAtOnce(socket);
                Thread.ofVirtual().start(() -> serve(socket, address));
            } else {
                host.events().count(refusal.get());
                socket.close();
            }
        } catch (IOException e) {
            // It was gone before it was looked at.
            host.events().count(ChannelEvent.HANDSHAKE_CUT_OFF);
            closeQuietly(socket);
        }
    }

    private void serve(SocketChannel socket, String address) {
        try {
            Optional<SecureChannel> channel = handshake(socket, address);
            channel.ifPresent(this::handle);
        } finally {
            closeQuietly(socket);
            sockets.remove(socket);
            doorkeeper.left(address, now());
        }
    }

    private Optional<SecureChannel> handshake(SocketChannel socket, String address) {
        var timedOut = new AtomicBoolean();
        Runnable cutOff = () -> {
            timedOut.set(true);
            closeQuietly(socket);
        };
        Duration timeout = host.configuration().connection().handshakeTimeout();
        try (Watchdog.Watch _ = host.watchdog().after(timeout, cutOff)) {
            var handshake = new ServerHandshake(party, memory);
            return Optional.of(new HandshakeDriver(new FrameStream(socket), host).asServer(handshake));
        } catch (HandshakeRefusedException e) {
            host.events().count(e.refusal());
        } catch (IOException e) {
            host.events().count(timedOut.get() ? ChannelEvent.HANDSHAKE_TIMED_OUT : ChannelEvent.HANDSHAKE_CUT_OFF);
        } finally {
            doorkeeper.handshakeEnded(address);
        }
        doorkeeper.failed(address, now());
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

    static void closeQuietly(SocketChannel socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed for this side whatever the system says.
        }
    }

    @Override
    public void close() throws IOException {
        SocketAddress address = listener.isOpen() ? address() : null;
        listener.close();
        channels.forEach(SecureChannel::close);
        sockets.forEach(ChannelServer::closeQuietly);
        host.watchdog().close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
