package dev.shieldwall.transport.asoc.core;

/**
 * Decides which announcements count: of this community, made with the API key, at most a minute old or early, never
 * seen before, and not too many of one node. Limits per address are the host's, which knows addresses.
 *
 * <p>Thread-safe.
 */
public final class DiscoveryIntake {

    public static final long FRESH_SECONDS = 60;

    /** One every 3 s on average; exact spacing would refuse every second one, because the network jitters. */
    public static final Rate PER_NODE = new Rate(5, 15_000);

    /** Two from one node within this time are one, said twice. */
    public static final long REPEAT_MILLIS = 1_000;

    /** A stamp a minute ahead stays fresh for two; a second more, because stamps are cut to seconds. */
    static final long MEMORY_MILLIS = (2 * FRESH_SECONDS + 1) * 1_000;

    private static final int MEMORY_ENTRIES = 16_384;
    private static final int NODES = 4_096;

    private record Seen(NodeId node, int challenge) {}

    private final NodeId self;
    private final Community community;
    private final ReplayMemory<Seen> seen = new ReplayMemory<>(MEMORY_ENTRIES, MEMORY_MILLIS);
    private final RateLimit<NodeId> repeats = new RateLimit<>(new Rate(1, REPEAT_MILLIS), NODES);
    private final RateLimit<NodeId> perNode = new RateLimit<>(PER_NODE, NODES);

    public DiscoveryIntake(NodeId self, Community community) {
        this.self = self;
        this.community = community;
    }

    /** Takes a datagram of any length from anybody. */
    public Announcement admit(byte[] datagram, ClusterKeys keys, long nowMillis) throws RefusedException {
        Announcement announcement = authentic(datagram, keys, nowMillis);
        NodeId node = announcement.node();
        if (announcement.communityHash() != community.hash()) {
            throw new RefusedException(Refusal.WRONG_COMMUNITY);
        }
        if (node.equals(self)) {
            throw new RefusedException(Refusal.OWN_NODE_ID);
        }
        if (Math.abs(nowMillis / 1_000 - announcement.timestampSeconds()) > FRESH_SECONDS) {
            throw new RefusedException(Refusal.STALE);
        }
        if (repeats.exhausted(node, nowMillis) || perNode.exhausted(node, nowMillis)) {
            throw new RefusedException(Refusal.TOO_FREQUENT);
        }
        seen.admit(new Seen(node, announcement.challenge()), nowMillis); // before counting: a replay costs its node nothing
        repeats.count(node, nowMillis);
        perNode.count(node, nowMillis);
        return announcement;
    }

    private static Announcement authentic(byte[] datagram, ClusterKeys keys, long nowMillis) throws RefusedException {
        for (ClusterKey key : keys.usable(nowMillis)) {
            try {
                return key.readAnnouncement(datagram);
            } catch (RefusedException e) {
                if (e.refusal() != Refusal.BAD_MAC) {
                    throw e;
                }
            }
        }
        throw new RefusedException(Refusal.BAD_MAC);
    }
}
