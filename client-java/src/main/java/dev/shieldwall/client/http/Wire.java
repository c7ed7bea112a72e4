package dev.shieldwall.client.http;

/** Names that client and server spell alike. They are part of the public API. */
public final class Wire {

    /** A signed command: compact JWS (RFC 7515 section 9.2.1). */
    public static final String JOSE = "application/jose";
    /** A receipt in its one JSON encoding. */
    public static final String RECEIPT = "application/vnd.shieldwall.receipt+json";
    /** Frames of four length bytes, big-endian, and the deterministic CBOR of a certified block. */
    public static final String BLOCKS = "application/vnd.shieldwall.blocks";
    /** RFC 9457. */
    public static final String PROBLEM = "application/problem+json";
    public static final String JSON = "application/json";
    /** Bytes of a secure channel on their way in one direction. */
    public static final String CHANNEL_BYTES = "application/vnd.shieldwall.channel";

    /** In an answer: the height that it reflects or that a write took effect at. */
    public static final String HEIGHT = "Shieldwall-Height";
    /** In a request: the answer must reflect this height or a later one. */
    public static final String MIN_HEIGHT = "Shieldwall-Min-Height";
    /** In a replica's answer: index of the primary as that replica believes. A hint, nothing more. */
    public static final String PRIMARY = "Shieldwall-Primary";

    /**
     * GET with an upgrade to WebSocket, or POST: opens a secure channel, in which calls are Binary HTTP (RFC 9292). After
     * a POST the channel goes on with POSTs to the answer's Location.
     */
    public static final String CHANNEL = "/v1/channel";
    /** POST: one signed command; the answer is its receipt. */
    public static final String COMMANDS = "/v1/commands";
    /** GET with the command id appended, and its principal as the query parameter {@code principal}. */
    public static final String DECISIONS = "/v1/decisions/";
    /** GET: certified blocks from the height in the query parameter {@code from}, without end. */
    public static final String BLOCK_STREAM = "/v1/blocks";

    /** Longest frame of the block stream. */
    public static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;
    /** Longest answer that is read into memory, a frame of the block stream apart. */
    public static final int MAX_REPLY_BYTES = 1024 * 1024;

    /** What sealing and padding may add to a call, to be generous. */
    public static int sealedBytes(int callBytes) {
        return callBytes + callBytes / 8 + 4096;
    }

    /** Longest body that a request to this path may have, where a command has at most {@code commandBytes}. */
    public static int maxBodyBytes(String path, int commandBytes) {
        return isChannel(path) ? sealedBytes(commandBytes) : commandBytes;
    }

    /** Whether a path belongs to the secure channel, whose bytes are neither a command nor in need of a token. */
    public static boolean isChannel(String path) {
        return path.equals(CHANNEL) || path.startsWith(CHANNEL + "/");
    }

    private Wire() {}
}
