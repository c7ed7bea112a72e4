package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ClientHandshake;
import dev.shieldwall.transport.channel.core.HandshakeRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens channels to servers. Only a connection that does not come about is tried again; a server that refuses, or is not
 * who it should be, is not asked twice.
 */
public final class ChannelClient implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final ClientHandshake.Party party;
    private final List<ChannelSuite> suites;
    private final ChannelHost host;
    private final Set<SecureChannel> channels = ConcurrentHashMap.newKeySet();
    private final Set<ByteChannel> carriers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** Offers these suites, the preferred first; the server chooses among them. */
    public ChannelClient(ClientHandshake.Party party, List<ChannelSuite> suites, ChannelConfiguration configuration) {
        ChannelGate.requireOrdered(configuration);
        if (suites.isEmpty()) {
            throw new IllegalArgumentException("a client without a suite");
        }
        this.party = party;
        this.suites = List.copyOf(suites);
        this.host = ChannelHost.of(configuration, new ChannelEvents());
    }

    public ChannelEvents events() {
        return host.events();
    }

    /** @throws ChannelBrokenException if the server was reached and no channel came of it */
    public SecureChannel connect(SocketAddress address) throws IOException {
        return open(reach(address), host.configuration().connection().handshakeTimeout());
    }

    /**
     * Opens a channel over what carries bytes to a server already.
     *
     * @param carrier in blocking mode; closed with the channel, or if none comes of it
     * @param timeout of the handshake, where it is shorter than the configured one
     * @throws ChannelBrokenException if no channel came of it
     */
    public SecureChannel open(ByteChannel carrier, Duration timeout) throws ChannelBrokenException {
        try (Attempt _ = attempt(carrier, timeout)) {
            return remember(new HandshakeDriver(new FrameStream(carrier), host).asClient(party, suites));
        } catch (HandshakeRefusedException e) {
            ChannelGate.closeQuietly(carrier);
            host.events().count(e.refusal());
            throw new ChannelBrokenException(ChannelEvent.HANDSHAKE_REFUSED, e);
        } catch (IOException e) {
            ChannelGate.closeQuietly(carrier);
            host.events().count(ChannelEvent.HANDSHAKE_CUT_OFF);
            throw new ChannelBrokenException(ChannelEvent.HANDSHAKE_CUT_OFF, e);
        }
    }

    /** What no channel has come of yet; closing the client, or the end of its time, closes the carrier. */
    private record Attempt(Watchdog.Watch watch, Runnable forget) implements AutoCloseable {

        @Override
        public void close() {
            watch.close();
            forget.run();
        }
    }

    private Attempt attempt(ByteChannel carrier, Duration timeout) {
        Duration longest = host.configuration().connection().handshakeTimeout();
        Duration shorter = timeout.compareTo(longest) < 0 ? timeout : longest;
        carriers.add(carrier);
        if (closed) {
            ChannelGate.closeQuietly(carrier); // perhaps too late for close to see it
        }
        return new Attempt(
                host.watchdog().after(shorter, () -> ChannelGate.closeQuietly(carrier)), () -> carriers.remove(carrier));
    }

    private SecureChannel remember(SecureChannel channel) {
        channels.add(channel);
        channel.onEnd(() -> channels.remove(channel));
        if (closed) {
            channel.close();
        }
        return channel;
    }

    private SocketChannel reach(SocketAddress address) throws IOException {
        Duration pause = FIRST_PAUSE;
        for (int retries = 0; ; retries++) {
            try {
                return dial(address);
            } catch (ConnectException e) {
                if (retries == host.configuration().connection().retryLimit()) {
                    throw e;
                }
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2);
        }
    }

    /** Within the time of a handshake, also if the network swallows the request. */
    private SocketChannel dial(SocketAddress address) throws IOException {
        host.events().count(ChannelEvent.CONNECTED);
        boolean unix = address instanceof UnixDomainSocketAddress;
        SocketChannel socket = unix ? SocketChannel.open(StandardProtocolFamily.UNIX) : SocketChannel.open();
        boolean good = false;
        try (Attempt _ = attempt(socket, host.configuration().connection().handshakeTimeout())) {
            FrameStream.sendAtOnce(socket);
            socket.connect(address);
            if (!UnixSocket.isOfOwnUser(socket)) {
                host.events().count(ChannelEvent.OTHER_USER);
                throw new ChannelBrokenException(ChannelEvent.OTHER_USER, null);
            }
            good = true;
            return socket;
        } finally {
            if (!good) {
                ChannelGate.closeQuietly(socket);
            }
        }
    }

    /** Also ends what is being dialled or shaken hands with, and what anybody dials from now on. */
    @Override
    public void close() {
        closed = true;
        carriers.forEach(ChannelGate::closeQuietly);
        channels.forEach(SecureChannel::close);
        host.watchdog().close();
    }
}
