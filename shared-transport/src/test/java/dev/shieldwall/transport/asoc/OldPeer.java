package dev.shieldwall.transport.asoc;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.mac.Hmac;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * A peer as the reference is, written by hand from the byte layouts and sharing no code with what is tested: it checks
 * nothing but the MACs, numbers its streams odd, ignores CONTROL, and gives a server no name.
 */
final class OldPeer implements AutoCloseable {

    static final String API_KEY = "test-secret-key";

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    OldPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
        socket.setSoTimeout(20_000);
    }

    static OldPeer connect(InetSocketAddress address) throws IOException {
        return new OldPeer(new Socket(address.getAddress(), address.getPort()));
    }

    static byte[] hmac(byte[] message, int bytes) {
        try (var hmac = new Hmac(HashAlgorithm.SHA_256,
                SecretBytes.copyOf(API_KEY.getBytes(StandardCharsets.UTF_8)))) {
            return Arrays.copyOf(hmac.tag(message), bytes);
        }
    }

    static byte[] uuid(String text) {
        UUID uuid = UUID.fromString(text);
        return ByteBuffer.allocate(16).putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).array();
    }

    static byte[] hello(String node, int challenge) {
        byte[] signed = ByteBuffer.allocate(20).put(uuid(node)).putInt(challenge).array();
        return ByteBuffer.allocate(50).put((byte) 1).put((byte) 4).putInt(0).putInt(0).putInt(36)
                .put(uuid(node)).put(hmac(signed, 16)).putInt(challenge).array();
    }

    static byte[] accept(byte[] token) {
        return ByteBuffer.allocate(30).put((byte) 1).put((byte) 5).putInt(0).putInt(0).putInt(16)
                .put(token).put(hmac(token, 8)).array();
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** As a client: HELLO, and the ACCEPT must be right. */
    OldPeer greet(String node, int challenge) throws IOException {
        write(hello(node, challenge));
        Frame accept = read();
        byte[] token = Arrays.copyOf(accept.payload(), 8);
        if (accept.type() != 5 || !Arrays.equals(accept.payload(), 8, 16, hmac(token, 8), 0, 8)) {
            throw new IOException("no ACCEPT");
        }
        return this;
    }

    /** As a server: the HELLO must be right, the ACCEPT is what the caller has. */
    OldPeer welcome(byte[] accept) throws IOException {
        Frame hello = read();
        byte[] payload = hello.payload();
        byte[] signed = ByteBuffer.allocate(20).put(payload, 0, 16).put(payload, 32, 4).array();
        if (hello.type() != 4 || !Arrays.equals(payload, 16, 32, hmac(signed, 16), 0, 16)) {
            throw new IOException("no HELLO");
        }
        write(accept);
        return this;
    }

    void frame(int type, int stream, int sequence, byte[] payload) throws IOException {
        out.writeByte(1);
        out.writeByte(type);
        out.writeInt(stream);
        out.writeInt(sequence);
        out.writeInt(payload.length);
        out.write(payload);
        out.flush();
    }

    /** In chunks of 1 MiB and an END, as the reference does. */
    void stream(int stream, byte[] payload) throws IOException {
        int sequence = 0;
        for (int at = 0; at < payload.length; at += 1 << 20) {
            frame(1, stream, sequence++, Arrays.copyOfRange(payload, at, Math.min(payload.length, at + (1 << 20))));
        }
        frame(2, stream, sequence, new byte[0]);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by the test, byte by byte
    record Frame(int type, int stream, int sequence, byte[] payload) {}

    Frame read() throws IOException {
        int version = in.readUnsignedByte();
        if (version != 1) {
            throw new IOException("version " + version);
        }
        int type = in.readUnsignedByte();
        int stream = in.readInt();
        int sequence = in.readInt();
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        return new Frame(type, stream, sequence, payload);
    }

    /** The next frame that is not CONTROL. */
    Frame readIgnoringControl() throws IOException {
        Frame frame = read();
        while (frame.type() == 3) {
            frame = read();
        }
        return frame;
    }

    /** One whole stream; its chunks must be numbered from 0. */
    byte[] readStream() throws IOException {
        var whole = new ByteArrayOutputStream();
        for (int expected = 0; ; expected++) {
            Frame frame = readIgnoringControl();
            if (frame.sequence() != expected) {
                throw new IOException("sequence " + frame.sequence() + " instead of " + expected);
            }
            if (frame.type() == 2) {
                return whole.toByteArray();
            }
            whole.write(frame.payload());
        }
    }

    /** Waits until the other side closes; whatever it still sends is dropped. */
    void awaitClose() throws IOException {
        try {
            while (in.read() >= 0) {
                continue;
            }
        } catch (java.net.SocketException e) {
            return; // reset is closed too
        }
    }

    static boolean isEnd(IOException e) {
        return e instanceof EOFException || e instanceof java.net.SocketException;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
