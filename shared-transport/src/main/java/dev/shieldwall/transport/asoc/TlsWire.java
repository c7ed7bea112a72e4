package dev.shieldwall.transport.asoc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS 1.3 over TCP. The context decides whom to trust; one of {@code PinnedTls} lets only listed keys in. */
final class TlsWire implements Wire {

    private static final int PIECE_BYTES = 16 << 10; // of one TLS record

    private final SocketChannel channel;
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] inPiece = new byte[PIECE_BYTES];
    private final byte[] outPiece = new byte[PIECE_BYTES];

    private TlsWire(SocketChannel channel, SSLSocket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    static TlsWire client(SocketChannel channel, SSLContext context) throws IOException {
        return new TlsWire(channel, layered(channel, context));
    }

    static TlsWire server(SocketChannel channel, SSLContext context) throws IOException {
        SSLSocket socket = layered(channel, context);
        socket.setUseClientMode(false);
        socket.setNeedClientAuth(true); // changing the mode must not lose it
        return new TlsWire(channel, socket);
    }

    private static SSLSocket layered(SocketChannel channel, SSLContext context) throws IOException {
        var peer = channel.socket();
        return (SSLSocket) context.getSocketFactory()
                .createSocket(peer, peer.getInetAddress().getHostAddress(), peer.getPort(), true);
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public void open() throws IOException {
        socket.startHandshake();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = in.read(inPiece, 0, Math.min(inPiece.length, target.remaining()));
        if (count > 0) {
            target.put(inPiece, 0, count);
        }
        return count;
    }

    @Override
    public void write(ByteBuffer header, ByteBuffer payload) throws IOException {
        while (header.hasRemaining() || payload.hasRemaining()) {
            int filled = moved(header, 0);
            filled += moved(payload, filled);
            out.write(outPiece, 0, filled);
        }
    }

    private int moved(ByteBuffer from, int at) {
        int count = Math.min(outPiece.length - at, from.remaining());
        from.get(outPiece, at, count);
        return count;
    }

    @Override
    public void send(FileChannel file, long from, int count) {
        throw new IllegalStateException("TLS has to see what it seals");
    }

    @Override
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public boolean sendsFiles() {
        return false;
    }
}
