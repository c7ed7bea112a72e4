package dev.shieldwall.transport.asoc;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;

/** Sits between a client and a server and may change each frame, header and payload, on its way. */
final class ManInTheMiddle implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private final UnaryOperator<byte[]> toServer;
    private final UnaryOperator<byte[]> toClient;

    ManInTheMiddle(InetSocketAddress server, UnaryOperator<byte[]> toServer, UnaryOperator<byte[]> toClient)
            throws IOException {
        this.server = server;
        this.toServer = toServer;
        this.toClient = toClient;
        Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listening.getInetAddress(), listening.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                Socket upstream = new Socket(server.getAddress(), server.getPort());
                Thread.startVirtualThread(() -> pass(client, upstream, toServer));
                Thread.startVirtualThread(() -> pass(upstream, client, toClient));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private static void pass(Socket from, Socket to, UnaryOperator<byte[]> change) {
        try (from; to) {
            var in = new DataInputStream(from.getInputStream());
            OutputStream out = to.getOutputStream();
            while (true) {
                byte[] header = in.readNBytes(14);
                if (header.length < 14) {
                    return;
                }
                byte[] frame = ByteBuffer.allocate(14 + ByteBuffer.wrap(header).getInt(10)).put(header).array();
                in.readFully(frame, 14, frame.length - 14);
                out.write(change.apply(frame));
                out.flush();
            }
        } catch (IOException e) {
            return; // one of the two has closed
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
