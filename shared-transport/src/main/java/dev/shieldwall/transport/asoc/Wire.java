package dev.shieldwall.transport.asoc;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/**
 * Bytes to and from one peer. Calls block the virtual thread that makes them and have no time limit of their own:
 * whoever watches the time closes the channel, which ends them.
 */
sealed interface Wire permits PlainWire, TlsWire {

    static Wire dialled(Wires wires, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return switch (wires) {
            case Wires.Plain _ -> new PlainWire(channel);
            case Wires.Tls(var context) -> TlsWire.client(channel, context);
        };
    }

    static Wire accepted(Wires wires, SocketChannel channel) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return switch (wires) {
            case Wires.Plain _ -> new PlainWire(channel);
            case Wires.Tls(var context) -> TlsWire.server(channel, context);
        };
    }

    SocketChannel channel();

    /** What has to happen before the first byte. */
    void open() throws IOException;

    /** At least one byte, or -1 at the end. */
    int read(ByteBuffer target) throws IOException;

    /** All of both. */
    void write(ByteBuffer header, ByteBuffer payload) throws IOException;

    /** All of the stretch, without a copy in this process where the system can do that. */
    void send(FileChannel file, long from, int count) throws IOException;

    /** Whether {@link #send} spares a copy. */
    boolean sendsFiles();

    default void readFully(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (read(target) < 0) {
                throw new EOFException("the peer closed the connection");
            }
        }
    }

    /** Says that nothing more will be written; reading goes on. */
    void finish() throws IOException;

    /** At once, whatever other threads are doing with it; twice is once. */
    default void cut() {
        try {
            channel().close();
        } catch (IOException e) {
            System.getLogger(Wire.class.getName()).log(System.Logger.Level.DEBUG, "closing a connection", e);
        }
    }
}
