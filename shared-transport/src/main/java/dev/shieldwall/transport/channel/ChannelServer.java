package dev.shieldwall.transport.channel;

import dev.shieldwall.transport.channel.core.AllowList;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Brings those who connect to its socket to a {@link ChannelGate}. */
public final class ChannelServer implements AutoCloseable {

    private final ServerSocketChannel listener;
    private final ChannelGate gate;

    private ChannelServer(ServerSocketChannel listener, ChannelGate gate) {
        this.listener = listener;
        this.gate = gate;
    }

    /** Listens on TCP, or on a Unix socket in a folder that nobody else may enter. */
    public static ChannelServer listen(
            SocketAddress address,
            ServerHandshake.Party party,
            ChannelConfiguration configuration,
            Consumer<SecureChannel> handler)
            throws IOException {
        var gate = new ChannelGate(party, configuration, handler);
        ServerSocketChannel listener = address instanceof UnixDomainSocketAddress unix
                ? UnixSocket.listen(unix)
                : ServerSocketChannel.open().bind(address);
        var server = new ChannelServer(listener, gate);
        server.startAccepting();
        return server;
    }

    public SocketAddress address() throws IOException {
        return listener.getLocalAddress();
    }

    public ChannelEvents events() {
        return gate.events();
    }

    public int openChannels() {
        return gate.openChannels();
    }

    /** From now on this list; channels of peers that are no longer on it end at once. */
    public void allow(AllowList allowed) {
        gate.allow(allowed);
    }

    /** Whatever ends the loop, such as a lack of memory, another one goes on. */
    private void startAccepting() {
        Thread.ofVirtual()
                .name("channel-accept")
                .uncaughtExceptionHandler((_, _) -> {
                    pauseIfOpen();
                    startAccepting();
                })
                .start(this::accept);
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
        try {
            if (UnixSocket.isOfOwnUser(socket)) {
                FrameStream.sendAtOnce(socket);
                gate.admit(socket, SocketOrigin.of(socket));
            } else {
                gate.refuse(socket, ChannelEvent.OTHER_USER);
            }
        } catch (IOException e) {
            // It was gone before it was looked at.
            gate.refuse(socket, ChannelEvent.HANDSHAKE_CUT_OFF);
        }
    }

    @Override
    public void close() throws IOException {
        SocketAddress address = listener.isOpen() ? address() : null;
        listener.close();
        gate.close();
        if (address instanceof UnixDomainSocketAddress unix) {
            Files.deleteIfExists(unix.getPath());
        }
    }
}
