package dev.shieldwall.consensus.sync;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Which peer to ask for the blocks that this replica lacks. What peers say about their height is a hint: it decides
 * whom to ask, never what to believe, and peers are asked in turn, so a liar costs one tick and no more.
 */
public final class CatchUp {

    private static final int NOBODY = -1;

    private final long[] claims;
    private int asked = NOBODY;
    private int lastAsked = NOBODY;
    private long heightAtLastTick = -1;

    public CatchUp(int replicas) {
        this.claims = new long[replicas];
    }

    /** Peer says that it has committed {@code height}. */
    public void claim(int peer, long height) {
        claims[peer] = Math.max(claims[peer], height);
    }

    /** Whether somebody claims two heights more: one more is normal while votes are still on their way. */
    public boolean farBehind(long height) {
        return Arrays.stream(claims).anyMatch(claim -> claim > height + 1);
    }

    /**
     * The peer to ask now for blocks above {@code height}; nobody while an answer is awaited or nobody claims more.
     */
    public OptionalInt ask(long height) {
        if (asked != NOBODY) {
            return OptionalInt.empty();
        }
        for (int step = 1; step <= claims.length; step++) {
            int peer = Math.floorMod(lastAsked + step, claims.length);
            if (claims[peer] > height) {
                asked = peer;
                lastAsked = peer;
                return OptionalInt.of(peer);
            }
        }
        return OptionalInt.empty();
    }

    /** {@code peer} answered with blocks that brought us on; it is asked first for the next ones. */
    public void answered(int peer) {
        if (asked == peer) {
            asked = NOBODY;
            lastAsked = peer - 1;
        }
    }

    /** A retransmission tick: no answer came in time, whoever was asked. True if nothing was committed since the last. */
    public boolean tick(long height) {
        asked = NOBODY;
        boolean stuck = height == heightAtLastTick;
        heightAtLastTick = height;
        return stuck;
    }
}
