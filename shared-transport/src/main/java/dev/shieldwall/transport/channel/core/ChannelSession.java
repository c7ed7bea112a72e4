package dev.shieldwall.transport.channel.core;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Two halves, one per direction, with keys of their own. Ages are counted from the handshake by a clock that does not
 * step. One thread may seal while another opens; no half is for two threads at a time.
 *
 * <p>Guarantee: what {@link #open} returns was sealed by the peer of this handshake, in this direction, in this order
 * (or, on a carrier without order, once), and is no older than the session. Keys of past epochs are gone.
 */
public final class ChannelSession implements AutoCloseable {

    public enum Side {
        CLIENT,
        SERVER
    }

    public enum Carrier {
        /** Nothing is lost or overtakes: TCP, Unix sockets. */
        ORDERED,
        UNORDERED
    }

    private final PeerIdentity peer;
    private final SessionRules rules;
    private final SendingHalf sending;
    private final ReceivingHalf receiving;

    /** Takes the secrets over, which serve in no second session. */
    public ChannelSession(Established established, Side side, Carrier carrier, SessionRules rules) {
        this.peer = established.peer();
        this.rules = rules;
        DirectionSecrets secrets = established.secrets();
        boolean client = side == Side.CLIENT;
        boolean unordered = carrier == Carrier.UNORDERED;
        this.sending = new SendingHalf(rules, client ? secrets.toServer() : secrets.toClient());
        var keys = new ReceivingKeys(client ? secrets.toClient() : secrets.toServer(), unordered);
        this.receiving = new ReceivingHalf(rules, keys, unordered ? new ReplayWindow() : new StrictOrder());
    }

    public PeerIdentity peer() {
        return peer;
    }

    /** How many bytes {@link #seal} will write. */
    public static int sealedBytes(Message message) {
        return SendingHalf.sealedBytes(message);
    }

    /** The longest frame that the peer may send. */
    public int maxFrameBytes() {
        return AicoFrame.OVERHEAD_BYTES
                + AicoFrame.MAX_METADATA_BYTES
                + SendingHalf.INNER_HEADER_BYTES
                + PaddedLength.of(rules.maxMessageBytes());
    }

    /** Refuses what {@link #seal} would, before anybody makes room for it. */
    public void requireSealable(Message message, Duration age) throws MessageRefusedException {
        sending.requireSealable(message, age);
    }

    public void seal(Message message, Duration age, ByteBuffer out) throws MessageRefusedException {
        sending.seal(message, age, out);
    }

    /** Opens in place: what remains of the buffer is overwritten, and the message lies in it. */
    public Message open(ByteBuffer frame, Duration age) throws MessageRefusedException {
        return receiving.open(frame, age);
    }

    /** How often the sender's key was rotated. */
    public int sendingEpoch() {
        return sending.key().epoch();
    }

    public int receivingEpoch() {
        return receiving.keys().current().epoch();
    }

    SendingHalf sending() {
        return sending;
    }

    ReceivingHalf receiving() {
        return receiving;
    }

    /** Overwrites all keys. */
    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
