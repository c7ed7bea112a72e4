package dev.shieldwall.transport.bus;

import org.zeromq.ZMQ;

/**
 * How much one connection may cost.
 *
 * @param maxMessageBytes a frame above it ends the connection before it is in memory
 * @param queueBytes how much may wait for one connection, or from it
 */
public record BusLimits(int maxMessageBytes, long queueBytes) {

    /** The reference's high-water mark, which counts messages of any size. */
    public static final int MAX_QUEUED_MESSAGES = 10_000;
    /** 64 KiB and 64 MiB: 1,000 messages of full size. */
    public static final BusLimits DEFAULT = new BusLimits(64 * 1_024, 64L * 1_024 * 1_024);

    private static final int LEAST_MESSAGE_BYTES = 1_024;
    private static final int MOST_MESSAGE_BYTES = 16 * 1_024 * 1_024;
    /** What CURVE and ZMTP put around a frame. */
    private static final int OVERHEAD_BYTES = 64;
    /** So often a lost broker is tried again. */
    private static final int RECONNECT_MILLIS = 100;
    private static final int MOST_RECONNECT_MILLIS = 5_000;
    private static final int HANDSHAKE_MILLIS = 5_000;
    /**
     * JeroMQ 0.6.0 loses some connections of its own at the moment they are made (zeromq/jeromq, pull request 1022): no
     * greeting leaves, until this time is up and it connects again.
     */
    private static final int CONNECT_MILLIS = 1_000;

    public BusLimits {
        if (maxMessageBytes < LEAST_MESSAGE_BYTES || maxMessageBytes > MOST_MESSAGE_BYTES || queueBytes < maxMessageBytes) {
            throw new IllegalArgumentException("messages have at most 1 KiB to 16 MiB, and one fits in the queue");
        }
    }

    int highWaterMark() {
        return (int) Math.min(MAX_QUEUED_MESSAGES, queueBytes / maxMessageBytes);
    }

    void apply(ZMQ.Socket socket) {
        socket.setLinger(0);
        socket.setSndHWM(highWaterMark());
        socket.setRcvHWM(highWaterMark());
        socket.setMaxMsgSize(maxMessageBytes + OVERHEAD_BYTES);
        socket.setReconnectIVL(RECONNECT_MILLIS);
        socket.setReconnectIVLMax(MOST_RECONNECT_MILLIS);
        socket.setHandshakeIvl(HANDSHAKE_MILLIS);
    }

    void applyToClient(ZMQ.Socket socket) {
        apply(socket);
        socket.setHandshakeIvl(CONNECT_MILLIS);
    }
}
