package dev.shieldwall.consensus.pbft;

import java.util.Arrays;

/**
 * Which peers were heard of lately, counted in ticks. Below a quorum nothing can be decided and no view changed, so a
 * replica that is cut off, or the first to start, keeps its view instead of leaving it alone.
 */
final class Company {

    /** A peer that said nothing for so many ticks, although everybody speaks on each, is not there. */
    static final int SILENT_TICKS = 4;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final long[] heardAt;
    private final int self;
    private long now;

    Company(int replicas, int self) {
        this.heardAt = new long[replicas];
        this.self = self;
        Arrays.fill(heardAt, NEVER);
    }

    void tick() {
        now++;
    }

    void heard(int peer) {
        heardAt[peer] = now;
    }

    boolean isThere(int peer) {
        return peer == self || now - heardAt[peer] <= SILENT_TICKS;
    }

    int size() {
        int size = 0;
        for (int peer = 0; peer < heardAt.length; peer++) {
            size += isThere(peer) ? 1 : 0;
        }
        return size;
    }
}
