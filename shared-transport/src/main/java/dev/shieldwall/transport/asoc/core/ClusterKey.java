package dev.shieldwall.transport.asoc.core;

import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.hash.HashAlgorithm;
import dev.shieldwall.crypto.kdf.Pbkdf2;
import dev.shieldwall.crypto.mac.Hmac;
import dev.shieldwall.crypto.mac.MacRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The API key that all nodes of a cluster share, and the MACs made with it.
 *
 * <p>Guarantee: who lacks the key makes none of these messages. Not guaranteed: which holder of the key made one, and
 * that it is fresh. Inputs of the four uses have 8, 20, 34, and more than 34 bytes, so no MAC serves for another use.
 *
 * <p>Thread-safe.
 */
public final class ClusterKey implements AutoCloseable {

    private static final int PBKDF2_ITERATIONS = 100_000;
    private static final byte[] MARK = label("shieldwall/asoc/sw1/mark");
    private static final byte[] SALT = label("shieldwall/asoc/sw1/key schedule");
    private static final byte[] NAME = label("shieldwall/asoc/sw1/name of a cluster key");

    private final Hmac long16;
    private final Hmac short8;
    private final Hmac whole;
    private final long name;

    /** Takes the key over. It is used as the bytes are: hexadecimal text is text, as the reference has it. */
    public ClusterKey(SecretBytes key) {
        this.long16 = new Hmac(HashAlgorithm.SHA_256, key, Hello.MAC_BYTES);
        this.short8 = new Hmac(HashAlgorithm.SHA_256, key, Accept.MAC_BYTES);
        this.whole = new Hmac(HashAlgorithm.SHA_256, key);
        this.name = ByteBuffer.wrap(whole.tag(NAME)).getLong();
    }

    public static ClusterKey ofText(String apiKey) {
        return new ClusterKey(SecretBytes.copyOf(apiKey.getBytes(StandardCharsets.UTF_8)));
    }

    /** A cluster's own key out of a master key (RFC-0002 section 8.2), which stays the caller's. */
    public static ClusterKey derived(SecretBytes master, String cluster) {
        byte[] salt = cluster.getBytes(StandardCharsets.UTF_8);
        return new ClusterKey(Pbkdf2.SHA_256.derive(master, salt, PBKDF2_ITERATIONS, 32));
    }

    private static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    Hello hello(NodeId node, int challenge) {
        return new Hello(node, long16.tag(node.bytes(), bytes(challenge)), challenge);
    }

    void verify(Hello hello) throws RefusedException {
        verify(long16, hello.mac(), hello.node().bytes(), bytes(hello.challenge()));
    }

    Accept accept(long token) {
        return new Accept(token, short8.tag(bytes(token)));
    }

    void verify(Accept accept) throws RefusedException {
        verify(short8, accept.mac(), bytes(accept.token()));
    }

    public byte[] announce(Announcement announcement) {
        byte[] body = announcement.body();
        return ByteBuffer.allocate(Announcement.BYTES).put(body).put(long16.tag(body)).array();
    }

    Announcement readAnnouncement(byte[] datagram) throws RefusedException {
        if (datagram.length != Announcement.BYTES) {
            throw new RefusedException(Refusal.MALFORMED);
        }
        byte[] body = Arrays.copyOf(datagram, Announcement.BODY_BYTES);
        verify(long16, Arrays.copyOfRange(datagram, Announcement.BODY_BYTES, Announcement.BYTES), body);
        return Announcement.read(body);
    }

    /**
     * A token that answers this HELLO and says that the extension is spoken: 4 random bytes, and 4 of a MAC over the
     * HELLO and them. To others it is as random as any.
     */
    long markedToken(Hello hello, int random) {
        int mark = ByteBuffer.wrap(whole.tag(MARK, hello.payload(), bytes(random))).getInt();
        return (long) random << 32 | (mark & 0xFFFFFFFFL);
    }

    /** One token in 2^32 of an old peer is taken for a marked one; its offer is then ignored, and the next dial goes well. */
    boolean isMarked(long token, Hello hello) {
        return markedToken(hello, (int) (token >>> 32)) == token;
    }

    /** Brings the API key into the keys of the extension: an identity key alone does not open the cluster. */
    byte[] salt(byte[] transcript) {
        return whole.tag(SALT, transcript);
    }

    /** Tells keys apart. Never in a log: with it a guess at a weak key can be checked offline. */
    public long name() {
        return name;
    }

    private static void verify(Hmac hmac, byte[] tag, byte[]... parts) throws RefusedException {
        try {
            hmac.verify(tag, parts);
        } catch (MacRejectedException e) {
            throw new RefusedException(Refusal.BAD_MAC);
        }
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    @Override
    public void close() {
        long16.close();
        short8.close();
        whole.close();
    }

    @Override
    public String toString() {
        return "ClusterKey[redacted]";
    }
}
