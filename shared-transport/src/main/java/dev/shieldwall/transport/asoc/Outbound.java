package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.ControlMessage;
import dev.shieldwall.transport.asoc.core.FrameHeader;
import dev.shieldwall.transport.asoc.core.FrameSeal;
import dev.shieldwall.transport.asoc.core.FrameType;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sending half of a connection. A caller sends with its own thread and waits for the socket: nothing is queued.
 * Frames of several streams take turns.
 */
final class Outbound {

    /** Payload of one DATA frame. */
    static final int CHUNK_BYTES = 1 << 20;

    /** Streams that one connection sends at a time; further callers wait as long as a frame may take, then fail. */
    static final int STREAMS_IN_FLIGHT = 10;

    private final Wire wire;
    private final Duration perFrame;
    private final Duration keepAliveAfter;
    private final Semaphore inFlight = new Semaphore(STREAMS_IN_FLIGHT);
    private final ReentrantLock writing = new ReentrantLock();
    private final Deadline deadline = new Deadline();
    private final Deadline silence = new Deadline();
    private final AtomicLong nextStream;
    private final ByteBuffer header = ByteBuffer.allocateDirect(FrameHeader.BYTES);
    private final Room room = new Room();
    private final Room chunks = new Room();
    private volatile boolean finished;
    private Phase phase = Still.GREETING; // guarded by writing

    private sealed interface Phase {}

    private enum Still implements Phase {
        GREETING,
        ENDED
    }

    /** Frames go out, sealed if there is a seal, and count for the peer. */
    private record Open(Optional<FrameSeal> seal, NodeCounters.Traffic traffic) implements Phase {}

    /** The dialling side sends streams of odd number, the accepting side of even number. */
    Outbound(Wire wire, NodeTimes times, long firstStream) {
        this.wire = wire;
        this.perFrame = times.send();
        this.keepAliveAfter = times.keepAlive();
        this.nextStream = new AtomicLong(firstStream);
    }

    /** From here on frames are sealed, if at all, and counted for the peer. */
    void begin(Optional<FrameSeal> seal, NodeCounters.Traffic traffic) {
        writing.lock();
        try {
            phase = new Open(seal, traffic);
        } finally {
            writing.unlock();
        }
    }

    /** Nobody sends before the handshake is over: it would go out as it is on a connection that will be sealed. */
    private Open open() throws IOException {
        return switch (phase) {
            case Open open -> open;
            case Still.ENDED -> throw new IOException("the connection has ended");
            case Still.GREETING -> throw new IllegalStateException("a frame before the handshake is over");
        };
    }

    /** A frame of the handshake, as it is. */
    void raw(byte[] frame) throws IOException {
        locked(() -> wire.write(ByteBuffer.wrap(frame), ByteBuffer.allocate(0)));
    }

    void control(byte[] payload) throws IOException {
        frame(FrameHeader.of(FrameType.CONTROL, 0, 0, payload.length), ByteBuffer.wrap(payload));
    }

    /** The remaining bytes as one stream. */
    void stream(ByteBuffer payload) throws IOException {
        turn();
        try {
            long stream = nextStream.getAndAdd(2);
            long sequence = 0;
            while (payload.hasRemaining()) {
                ByteBuffer chunk = payload.slice(payload.position(), Math.min(CHUNK_BYTES, payload.remaining()));
                frame(FrameHeader.of(FrameType.DATA, stream, sequence++, chunk.remaining()), chunk);
                payload.position(payload.position() + chunk.limit());
            }
            end(stream, sequence);
        } finally {
            inFlight.release();
        }
    }

    /** The whole file as one stream. */
    void stream(FileChannel file) throws IOException {
        turn();
        try {
            stream(file, nextStream.getAndAdd(2));
        } finally {
            inFlight.release();
        }
    }

    /** The whole file as one stream, and then the peer's word that it has it. */
    void confirmed(FileChannel file, Receipts receipts, Duration patience) throws IOException {
        turn();
        long stream = nextStream.getAndAdd(2);
        try {
            receipts.expect(stream);
            control(ControlMessage.wantReceipt(stream));
            stream(file, stream);
            receipts.await(stream, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a receipt");
        } finally {
            receipts.forget(stream);
            inFlight.release();
        }
    }

    private void stream(FileChannel file, long stream) throws IOException {
        long size = file.size();
        long sequence = 0;
        for (long at = 0; at < size; at += CHUNK_BYTES, sequence++) {
            int count = (int) Math.min(CHUNK_BYTES, size - at);
            chunkOf(file, at, FrameHeader.of(FrameType.DATA, stream, sequence, count));
        }
        end(stream, sequence);
    }

    private void end(long stream, long sequence) throws IOException {
        frame(FrameHeader.of(FrameType.END, stream, sequence, 0), ByteBuffer.allocate(0));
    }

    private void turn() throws IOException {
        try {
            if (!inFlight.tryAcquire(perFrame.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the peer takes too little: " + STREAMS_IN_FLIGHT + " streams are waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to send");
        }
    }

    private void chunkOf(FileChannel file, long at, FrameHeader frame) throws IOException {
        locked(() -> {
            Open open = open();
            if (open.seal().isPresent() || !wire.sendsFiles()) {
                write(frame, read(file, at, frame.length()));
            } else {
                wire.write(headerOf(frame), ByteBuffer.allocate(0));
                wire.send(file, at, frame.length());
                count(open, frame);
            }
        });
    }

    private ByteBuffer read(FileChannel file, long from, int count) throws IOException {
        ByteBuffer chunk = chunks.of(count);
        while (chunk.hasRemaining()) {
            if (file.read(chunk, from + chunk.position()) < 0) {
                throw new EOFException("the file became shorter while it was sent");
            }
        }
        return chunk.flip();
    }

    private void frame(FrameHeader frame, ByteBuffer payload) throws IOException {
        locked(() -> write(frame, payload));
    }

    private void write(FrameHeader frame, ByteBuffer payload) throws IOException {
        Open open = open();
        if (open.seal().isPresent()) {
            ByteBuffer sealed = room.of(FrameHeader.BYTES + frame.length() + FrameSeal.TAG_BYTES);
            sealed(open.seal().get(), frame, payload, sealed);
            wire.write(sealed.flip(), ByteBuffer.allocate(0));
        } else {
            wire.write(headerOf(frame), payload);
        }
        count(open, frame);
    }

    private static void sealed(FrameSeal seal, FrameHeader frame, ByteBuffer payload, ByteBuffer out) throws IOException {
        try {
            seal.seal(frame, payload, out);
        } catch (RefusedException e) {
            throw new IOException("this connection has sealed all that it may", e);
        }
    }

    private ByteBuffer headerOf(FrameHeader frame) {
        frame.write(header.clear());
        return header.flip();
    }

    private static void count(Open open, FrameHeader frame) {
        open.traffic().sent(FrameHeader.BYTES + frame.length());
    }

    private interface Writing {

        void run() throws IOException;
    }

    /** A frame that went out by half cannot be taken back, so what fails here ends the connection. */
    private void locked(Writing frame) throws IOException {
        writing.lock();
        boolean whole = false;
        try {
            deadline.within(perFrame);
            frame.run();
            whole = true;
        } finally {
            deadline.none();
            silence.within(keepAliveAfter);
            writing.unlock();
            if (!whole) {
                wire.cut();
            }
        }
    }

    void finish() throws IOException {
        writing.lock();
        try {
            finished = true;
            wire.finish();
        } finally {
            writing.unlock();
        }
    }

    /** Whether a frame has been going out for longer than it may. */
    boolean overdue() {
        return deadline.over();
    }

    /** Whether nothing was sent for so long that the peer might think this node dead; asked again it says no. */
    boolean silentForLong() {
        if (finished || !silence.over() || writing.isLocked()) {
            return false;
        }
        silence.within(keepAliveAfter);
        return true;
    }

    /** Overwrites the key; who sends from here on is told that the connection has ended. */
    void close() {
        writing.lock();
        try {
            if (phase instanceof Open(var seal, _)) {
                seal.ifPresent(FrameSeal::close);
            }
            phase = Still.ENDED;
        } finally {
            writing.unlock();
        }
    }
}
