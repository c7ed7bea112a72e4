package dev.shieldwall.transport.channel.carrier;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The server's end of a stream of bytes over questions and answers, such as HTTP requests. A question's answer is all that
 * was written until the reader had read the question and wanted more. What is written without a question, a keepalive for
 * example, goes with the next answer.
 */
public final class ExchangeCarrier implements ByteChannel {

    /** Somebody else's question is not answered yet; on one stream they come one after the other. */
    public static final class BusyException extends IOException {

        private static final long serialVersionUID = 1;
    }

    private final InboundBytes in = new InboundBytes();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ReentrantLock exchanging = new ReentrantLock();
    private final int maxAnswerBytes;
    private volatile long lastNanos = System.nanoTime();

    public ExchangeCarrier(int maxAnswerBytes) {
        this.maxAnswerBytes = maxAnswerBytes;
    }

    /**
     * One question and its answer.
     *
     * @throws BusyException without having taken the question
     * @throws IOException if no answer came in time, which ends the stream; or it had ended before
     */
    public byte[] exchange(ByteBuffer question, Duration patience) throws IOException {
        if (!exchanging.tryLock()) {
            throw new BusyException();
        }
        try {
            lastNanos = System.nanoTime();
            in.put(question);
            if (!in.awaitHunger(patience)) {
                close();
                throw new IOException("no answer in time");
            }
            return takeOut();
        } finally {
            exchanging.unlock();
        }
    }

    /** Since the last question. */
    public Duration idle() {
        return Duration.ofNanos(System.nanoTime() - lastNanos);
    }

    private byte[] takeOut() {
        synchronized (out) {
            byte[] answer = out.toByteArray();
            out.reset();
            return answer;
        }
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        return in.read(into);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (in.isClosed()) {
            throw new ClosedChannelException();
        }
        synchronized (out) {
            int count = bytes.remaining();
            if (count > maxAnswerBytes - out.size()) {
                close();
                throw new IOException("an answer has at most " + maxAnswerBytes + " bytes");
            }
            byte[] copy = new byte[count];
            bytes.get(copy);
            out.write(copy, 0, count);
            return count;
        }
    }

    @Override
    public boolean isOpen() {
        return !in.isClosed();
    }

    @Override
    public void close() {
        in.close();
    }
}
