package dev.shieldwall.replica.host;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way to the other replicas. Sending never waits: frames to a peer that is away or slow are dropped, commands
 * first and then the oldest, and the protocol asks again. Frames of one channel arrive in order, with gaps where frames were dropped.
 */
public interface PeerLink {

    void send(int replica, Channel channel, byte[] frame);

    /** To every other replica. */
    void broadcast(Channel channel, byte[] frame);

    /**
     * As {@link #send} over the bulk channel, for commands: they may wait a few milliseconds for company on a busy link,
     * and give way to everything else.
     */
    void forward(int replica, byte[] frame);

    /** As {@link #forward(int, byte[])}, to every other replica. */
    void forward(byte[] frame);

    List<PeerState> peers();

    /** Takes what the others send; called on transport threads, for one stream by one thread at a time. */
    interface Inbox {

        /**
         * @param from index of the sender, proven by its TLS key
         * @return false when no honest replica would send this: the stream is closed and counted
         */
        boolean received(int from, Channel channel, byte[] frame);
    }

    /**
     * How the link to one peer stands.
     *
     * @param droppedFrames frames to the peer that gave way to newer ones
     * @param refusedStreams streams of the peer that were closed for what it sent
     * @param trouble why no stream is up, null when both are
     */
    record PeerState(
            int replica, boolean votesUp, boolean bulkUp, long droppedFrames, long refusedStreams,
            @Nullable String trouble) {}
}
