package dev.shieldwall.transport.channel.carrier;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Bytes on their way from whoever brings them to the one thread that reads them; a bounded number waits. */
final class InboundBytes {

    /** Once this much waits, whoever brings more waits too. */
    static final int ENOUGH_BYTES = 1 << 20;

    /** What a chunk costs beside its bytes. */
    static final int CHUNK_BYTES = 96;

    private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean hungry;
    private boolean ended;
    private boolean closed;

    /**
     * Takes a copy of the bytes; waits while enough is there.
     *
     * @throws AsynchronousCloseException when nobody reads any more
     */
    synchronized void put(ByteBuffer chunk) throws IOException {
        while (!closed && bytes >= ENOUGH_BYTES) {
            pause(0);
        }
        requireOpen();
        if (chunk.hasRemaining()) {
            bytes += chunk.remaining() + CHUNK_BYTES;
            waiting.add(ByteBuffer.allocate(chunk.remaining()).put(chunk).flip());
            hungry = false;
            notifyAll();
        }
    }

    /** No more bytes will come. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        waiting.clear();
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** At least one byte, or -1 at the end. */
    synchronized int read(ByteBuffer into) throws IOException {
        while (!closed && waiting.isEmpty() && !ended) {
            hungry = true;
            notifyAll();
            pause(0);
        }
        requireOpen();
        ByteBuffer first = waiting.peek();
        if (first == null) {
            return -1;
        }
        int count = Math.min(first.remaining(), into.remaining());
        into.put(into.position(), first, first.position(), count).position(into.position() + count);
        first.position(first.position() + count);
        if (!first.hasRemaining()) {
            waiting.remove();
            bytes -= CHUNK_BYTES;
        }
        bytes -= count;
        notifyAll();
        return count;
    }

    /** Waits until the reader has read all and wants more, or is gone; false if that took too long. */
    synchronized boolean awaitHunger(Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (!closed && !hungry) {
            long millis = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (millis <= 0) {
                return false;
            }
            pause(millis);
        }
        return true;
    }

    private void pause(long millis) throws IOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private void requireOpen() throws AsynchronousCloseException {
        if (closed) {
            throw new AsynchronousCloseException();
        }
    }
}
