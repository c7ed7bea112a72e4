package dev.shieldwall.transport.bus;

import com.neilalexander.jnacl.crypto.curve25519xsalsa20poly1305;
import dev.shieldwall.transport.bus.core.CurveKey;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A CURVE client by hand (ZeroMQ RFCs 23 and 26), which may say what no library lets it say. */
final class HandMadePeer implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final byte[] shortPublic = new byte[32];
    private final byte[] shortSecret = new byte[32];
    private byte[] brokerShort = new byte[0];
    private long nonce = 1;

    /** @param metadata name and value, name and value */
    HandMadePeer(String address, CurveKey broker, byte[][] own, String... metadata) throws IOException {
        String[] parts = address.substring("tcp://".length()).split(":", 2);
        socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        curve25519xsalsa20poly1305.crypto_box_keypair(shortPublic, shortSecret);
        greet();
        byte[] welcome = hello(broker.bytes());
        brokerShort = Arrays.copyOf(welcome, 32);
        initiate(broker.bytes(), Arrays.copyOfRange(welcome, 32, 128), own, metadata);
        frame();
    }

    private void greet() throws IOException {
        ByteBuffer greeting = ByteBuffer.allocate(64).put((byte) 0xff).position(9).put((byte) 0x7f).put((byte) 3).put((byte) 0);
        greeting.put(ascii("CURVE"));
        out.write(greeting.array());
        in.readNBytes(64);
    }

    private byte[] hello(byte[] broker) throws IOException {
        byte[] number = number();
        byte[] box = box(new byte[64], join(ascii("CurveZMQHELLO---"), number), broker, shortSecret);
        command("HELLO", new byte[] {1, 0}, new byte[72], shortPublic, number, box);
        byte[] welcome = frame();
        byte[] opening = join(ascii("WELCOME-"), Arrays.copyOfRange(welcome, 8, 24));
        return open(Arrays.copyOfRange(welcome, 24, welcome.length), opening, broker);
    }

    private void initiate(byte[] broker, byte[] cookie, byte[][] own, String... metadata) throws IOException {
        byte[] random = new byte[16];
        byte[] vouch = box(join(shortPublic, broker), join(ascii("VOUCH---"), random), brokerShort, own[1]);
        byte[] number = number();
        byte[] plain = join(own[0], random, vouch, properties(metadata));
        command("INITIATE", cookie, number, box(plain, join(ascii("CurveZMQINITIATE"), number), brokerShort, shortSecret));
    }

    private static byte[] properties(String... metadata) {
        byte[] all = new byte[0];
        for (int i = 0; i < metadata.length; i += 2) {
            byte[] value = ascii(metadata[i + 1]);
            all = join(all, new byte[] {(byte) metadata[i].length()}, ascii(metadata[i]),
                    ByteBuffer.allocate(4).putInt(value.length).array(), value);
        }
        return all;
    }

    /** One part of a message. */
    void send(byte[] part, boolean more) throws IOException {
        byte[] number = number();
        byte[] plain = join(new byte[] {(byte) (more ? 1 : 0)}, part);
        byte[] box = box(plain, join(ascii("CurveZMQMESSAGEC"), number), brokerShort, shortSecret);
        write(0, join(new byte[] {7}, ascii("MESSAGE"), number, box));
    }

    private void command(String name, byte[]... content) throws IOException {
        write(4, join(new byte[] {(byte) name.length()}, ascii(name), join(content)));
    }

    private void write(int flags, byte[] body) throws IOException {
        out.write(ByteBuffer.allocate(9 + body.length).put((byte) (flags | 2)).putLong(body.length).put(body).array());
    }

    private byte[] frame() throws IOException {
        int flags = in.readUnsignedByte();
        return in.readNBytes((flags & 2) != 0 ? (int) in.readLong() : in.readUnsignedByte());
    }

    private byte[] number() {
        return ByteBuffer.allocate(8).putLong(nonce++).array();
    }

    private static byte[] box(byte[] plain, byte[] nonce, byte[] theirs, byte[] ours) {
        byte[] padded = join(new byte[32], plain);
        byte[] box = new byte[padded.length];
        curve25519xsalsa20poly1305.crypto_box(box, padded, padded.length, nonce, theirs, ours);
        return Arrays.copyOfRange(box, 16, box.length);
    }

    private byte[] open(byte[] box, byte[] nonce, byte[] theirs) {
        byte[] padded = join(new byte[16], box);
        byte[] plain = new byte[padded.length];
        if (curve25519xsalsa20poly1305.crypto_box_open(plain, padded, padded.length, nonce, theirs, shortSecret) != 0) {
            throw new AssertionError("the broker's box does not open");
        }
        return Arrays.copyOfRange(plain, 32, plain.length);
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
