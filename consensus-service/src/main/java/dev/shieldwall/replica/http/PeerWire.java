package dev.shieldwall.replica.http;

import dev.shieldwall.replica.host.Channel;
import java.time.Duration;
import java.util.Locale;

/** What both ends of a peer stream agree on. A frame is its length in 4 bytes, big-endian, and so many bytes. */
final class PeerWire {

    static final String VERSION = "1";
    static final String PATH = "/peer/";
    static final String CHAIN_HEADER = "Shieldwall-Chain";
    static final String EPOCH_HEADER = "Shieldwall-Epoch";
    static final String REPLICA_HEADER = "Shieldwall-Replica";
    static final String VERSION_HEADER = "Shieldwall-Wire-Version";

    /** Above the largest block with its results; checked before a byte is allocated for the frame. */
    static final int MAX_FRAME_BYTES = 4 << 20;

    /** A frame of no bytes says that the sender lives. */
    static final byte[] HEARTBEAT = {};

    static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(1);
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    private PeerWire() {}

    static String path(Channel channel) {
        return PATH + channel.name().toLowerCase(Locale.ROOT);
    }
}
