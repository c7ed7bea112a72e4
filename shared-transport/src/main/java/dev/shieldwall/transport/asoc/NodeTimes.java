package dev.shieldwall.transport.asoc;

import java.time.Duration;

/**
 * How long a node waits.
 *
 * @param handshake from the beginning of a connection until its peer is known, whatever the peer sends meanwhile
 * @param offer for the offer of the extension after ACCEPT; a peer that was silent until then is taken for an old one
 * @param receive for a frame from its first byte to its last, and for the next frame of a peer that keeps alive
 * @param send for one frame
 * @param keepAlive after our last frame until we send an empty CONTROL frame; old peers close after 30 s without any
 */
public record NodeTimes(Duration handshake, Duration offer, Duration receive, Duration send, Duration keepAlive) {

    public static final NodeTimes STANDARD = new NodeTimes(
            Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(10));

    static final Duration CONNECT = Duration.ofSeconds(5);

    /** Old peers keep nothing alive. One that said nothing for so long is gone, or has nothing to lose by dialling again. */
    static final Duration OLD_PEER_IDLE = Duration.ofMinutes(10);

    /** How exact the others are. */
    static final Duration SWEEP = Duration.ofMillis(50);
}
