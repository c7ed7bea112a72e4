package dev.shieldwall.transport.nacl.core;

/**
 * What the mode may cost in memory. A session keeps 16 to 32 bytes for each message that it took, a server as much for
 * each handshake: by the defaults at most 1 MiB for each of 256 sessions and 1 MiB for each client. A session
 * that ended is kept on top of these while it owes an answer.
 *
 * @param handshakesPerClient after as many the client is refused until the process starts anew; to forget is to accept a
 *     replay
 * @param messagesPerSession after as many from the peer the session ends and wants a new handshake
 */
public record NaclLimits(int sessions, int handshakesPerClient, int messagesPerSession) {

    public static final NaclLimits DEFAULT = new NaclLimits(256, 65_536, 65_536);

    public NaclLimits {
        if (sessions < 1 || handshakesPerClient < 1 || messagesPerSession < 1) {
            throw new IllegalArgumentException("a limit is at least 1");
        }
    }
}
