package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
            if (!Contained.run("accepting a connection", this::acceptOne)) {
                pause();
            }
        }
    }

    private @Nullable Void acceptOne() throws IOException {
        try {
            SocketChannel peer = channel.accept();
            Thread.ofVirtual().name("asoc-peer").start(() -> welcome(peer));
        } catch (ClosedChannelException e) {
            LOG.log(System.Logger.Level.DEBUG, "accepting has ended");
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "accepting a connection", e); // out of descriptors, most likely
            pause();
        }
        return null;
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
        try (peer; Guard.Place place = node.guard().admit(address, node.nowMillis())) {
            node.run(Wire.accepted(node.options().wires(), peer), node.serverLink(), address, place);
        } catch (RefusedException e) {
            node.tell(new NodeEvent.TurnedAway(node.now(), address, e.refusal()));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "it was gone at once", e);
        }
    }

    /** Stops accepting; connections that are open stay. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
