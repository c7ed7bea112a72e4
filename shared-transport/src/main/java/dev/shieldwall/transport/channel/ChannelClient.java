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
        return open(reach(address));
    }

    /**
     * Opens a channel over what carries bytes to a server already.
     *
     * @param carrier in blocking mode; closed with the channel, or if none comes of it
     * @throws ChannelBrokenException if no channel came of it
     */
    public SecureChannel open(ByteChannel carrier) throws ChannelBrokenException {
        Duration timeout = host.configuration().connection().handshakeTimeout();
        try (Watchdog.Watch _ = host.watchdog().after(timeout, () -> ChannelGate.closeQuietly(carrier))) {
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

    private SecureChannel remember(SecureChannel channel) {
        channels.add(channel);
        channel.onEnd(() -> channels.remove(channel));
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
        Duration timeout = host.configuration().connection().handshakeTimeout();
        boolean good = false;
        try (Watchdog.Watch _ = host.watchdog().after(timeout, () -> ChannelGate.closeQuietly(socket))) {
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

    @Override
    public void close() {
        channels.forEach(SecureChannel::close);
        host.watchdog().close();
    }
}
