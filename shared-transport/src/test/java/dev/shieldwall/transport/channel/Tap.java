package dev.shieldwall.transport.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Somebody on the wire between client and server: sees every frame and decides what goes on. */
final class Tap implements AutoCloseable {

    enum Way {
        TO_SERVER,
        TO_CLIENT
    }

    /** A frame, and which one of its way on its connection. */
    @SuppressWarnings("ArrayRecordComponent") // handed to tests
    record Seen(Way way, int number, byte[] frame) {

        boolean is(Way other, int nth) {
            return way == other && number == nth;
        }
    }

    /** What goes on instead of a frame; nothing, it, another, or several. */
    interface Hand {
        List<byte[]> pass(Seen seen);
    }

    private static final int MOST = 20 << 20;

    private final ServerSocketChannel listener;
    private final SocketAddress server;
    private final Queue<SocketChannel> sockets = new ConcurrentLinkedQueue<>();
    private final Queue<Seen> log = new ConcurrentLinkedQueue<>();
    private volatile Hand hand;
    private volatile Seen dying = new Seen(Way.TO_SERVER, -1, new byte[0]);

    Tap(SocketAddress server, Hand hand) throws IOException {
        this.server = server;
        this.hand = hand;
        this.listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(this::accept);
    }

    static Tap silent(SocketAddress server) throws IOException {
        return new Tap(server, seen -> List.of(seen.frame()));
    }

    void use(Hand other) {
        hand = other;
    }

    SocketAddress address() throws IOException {
        return listener.getLocalAddress();
    }

    List<byte[]> seen(Way way) {
        return log.stream().filter(seen -> seen.way() == way).map(Seen::frame).toList();
    }

    /** What a peer that is killed leaves: half of a frame, and a reset. */
    void dieInTheMiddleOf(Way way, int number) {
        dying = new Seen(way, number, new byte[0]);
    }

    private static void die(SocketChannel to, byte[] frame) throws IOException {
        to.write(ByteBuffer.allocate(4 + frame.length / 2).putInt(frame.length).put(frame, 0, frame.length / 2).flip());
        to.setOption(StandardSocketOptions.SO_LINGER, 0);
        to.close();
    }

    /** Cuts every connection where it stands. */
    void cut() {
        sockets.forEach(ChannelGate::closeQuietly);
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = listener.accept();
                SocketChannel onward = SocketChannel.open(server);
                sockets.add(client);
                sockets.add(onward);
                Thread.ofVirtual().start(() -> pump(Way.TO_SERVER, client, onward));
                Thread.ofVirtual().start(() -> pump(Way.TO_CLIENT, onward, client));
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void pump(Way way, SocketChannel from, SocketChannel to) {
        try (from;
                to) {
            var in = new FrameStream(from);
            var out = new FrameStream(to);
            for (int number = 0; ; number++) {
                var seen = new Seen(way, number, in.readBytes(MOST));
                log.add(seen);
                if (dying.is(way, number)) {
                    die(to, seen.frame());
                }
                for (byte[] frame : hand.pass(seen)) {
                    out.writeBytes(frame);
                }
            }
        } catch (IOException e) {
            // One side has gone, so goes the other.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
