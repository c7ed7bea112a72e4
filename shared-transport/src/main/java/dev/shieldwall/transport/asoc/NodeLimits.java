package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.Rate;

/**
 * How much strangers and peers may ask for.
 *
 * @param connections at a time, known or not
 * @param strangers connections at a time whose peer is not known yet, so that strangers never take the last place
 * @param perAddress new connections of one address, an IPv6 address counting as its /64
 * @param failures authentications of one address that failed; after that many it is locked out until the oldest of
 *     them is over
 * @param discovery datagrams of one address
 */
public record NodeLimits(int connections, int strangers, Rate perAddress, Rate failures, Rate discovery) {

    /** Connections with one node id at a time: a reference node dials every 10 s and leaves the old ones for 30 s. */
    static final int CONNECTIONS_PER_NODE = 4;

    /** Addresses that are remembered. */
    static final int ADDRESSES = 4_096;

    /** HELLOs that are remembered, and for how long. */
    static final int HELLOS = 65_536;

    static final long HELLO_MILLIS = 3_600_000;

    /** What a node does with strangers by default. */
    public static final NodeLimits STANDARD =
            new NodeLimits(100, 25, new Rate(100, 3_600_000), new Rate(5, 300_000), new Rate(10, 1_000));

    public NodeLimits {
        if (connections < 1 || strangers < 1 || strangers > connections) {
            throw new IllegalArgumentException("at least one connection, and no more strangers than connections");
        }
    }

    public NodeLimits withPerAddress(Rate perAddress) {
        return new NodeLimits(connections, strangers, perAddress, failures, discovery);
    }
}
