package dev.shieldwall.transport.channel;

import java.time.Duration;

/** When a channel last did what, so that a watchdog sees who waits in vain. */
final class Activity {

    private static final long IDLE = -1;

    private final long start = System.nanoTime();
    private volatile long sendBegan = IDLE;
    private volatile long receiveBegan = IDLE;
    private volatile long lastReceived;
    private volatile boolean sent;

    private long now() {
        return System.nanoTime() - start;
    }

    void sendBegan() {
        sendBegan = now();
        sent = true;
    }

    void sendEnded() {
        sendBegan = IDLE;
    }

    void receiveBegan() {
        receiveBegan = now();
    }

    void received() {
        lastReceived = now();
    }

    void receiveEnded() {
        receiveBegan = IDLE;
    }

    /** Whether somebody has waited for the peer to take or to send a message for longer than that. */
    boolean isStuck(Duration limit) {
        long writing = sendBegan;
        long reading = receiveBegan;
        long longest = now() - limit.toNanos();
        return (writing != IDLE && writing < longest)
                || (reading != IDLE && Math.max(reading, lastReceived) < longest);
    }

    /** What was sent last was a keepalive, which is no reason to leave the next one out. */
    void keptAlive() {
        sent = false;
    }

    /** Whether nothing but keepalives was sent since this was asked last. */
    boolean wasQuiet() {
        boolean quiet = !sent && sendBegan == IDLE;
        sent = false;
        return quiet;
    }
}
