package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Accepts connections for a {@link Node}, one virtual thread each. */
public final class NodeServer implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(NodeServer.class.getName());
    private static final Duration AFTER_TROUBLE = Duration.ofMillis(100);

    private final Node node;
    private final ServerSocketChannel channel;

    /** Listens when it returns; port 0 takes any. The usual one is 9000. */
    public NodeServer(Node node, InetSocketAddress address) throws IOException {
        this.node = node;
        this.channel = ServerSocketChannel.open().bind(address);
        Thread.ofVirtual().name("asoc-accept").start(this::accept);
    }

    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel peer = channel.accept();
                Thread.ofVirtual().name("asoc-peer").start(() -> welcome(peer));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "accepting a connection", e); // out of descriptors, most likely
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void welcome(SocketChannel peer) {
        InetAddress address = peer.socket().getInetAddress();
        try {
            node.guard().admit(address, node.nowMillis());
            serve(peer, address);
        } catch (RefusedException e) {
            cut(peer);
            node.tell(new NodeEvent.TurnedAway(node.now(), address, e.refusal()));
        }
    }

    private void serve(SocketChannel peer, InetAddress address) {
        Wire wire;
        try {
            wire = Wire.accepted(node.options().wires(), peer);
        } catch (IOException e) {
            cut(peer);
            node.guard().known();
            node.guard().gone();
            return; // it was gone at once
        }
        node.run(wire, node.serverLink(), address);
    }

    private static void cut(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }

    /** Stops accepting; connections that are open stay. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
