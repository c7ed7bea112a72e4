package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.FrameSeal;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a connection reads payloads into. It grows only as bytes arrive, so who announces much and sends little costs
 * little, and what it takes beyond its first bytes is counted in a budget of all connections. Of one thread at a time.
 */
final class PayloadBuffer implements AutoCloseable {

    /** Enough for every frame of the handshake; not counted. */
    static final int LEAST_BYTES = 4 << 10;

    /** One sealed frame of our own size. What a larger one took is given back before the next. */
    static final int KEPT_BYTES = Outbound.CHUNK_BYTES + FrameSeal.TAG_BYTES;

    /** The JDK keeps an off-heap buffer as large as the largest read; larger ones gain nothing. */
    private static final int PIECE_BYTES = 128 << 10;

    private final BufferBudget budget;
    private ByteBuffer buffer = ByteBuffer.allocate(LEAST_BYTES);
    private long takenBytes;

    PayloadBuffer(BufferBudget budget) {
        this.budget = budget;
    }

    /** That many bytes from the wire, good until the next call. */
    ByteBuffer read(Wire wire, int bytes) throws IOException, RefusedException {
        if (buffer.capacity() > KEPT_BYTES) {
            close();
        }
        buffer.clear();
        while (buffer.position() < bytes) {
            if (buffer.position() == buffer.capacity()) {
                grow((int) Math.min(bytes, 2L * buffer.capacity()));
            }
            int end = Math.min(bytes, buffer.capacity());
            wire.readFully(buffer.limit(Math.min(end, buffer.position() + PIECE_BYTES)));
        }
        return buffer.flip();
    }

    private void grow(int capacity) throws RefusedException {
        int more = capacity - buffer.capacity();
        if (!budget.take(more)) {
            throw new RefusedException(Refusal.NO_ROOM);
        }
        takenBytes += more;
        buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), capacity)).position(buffer.position());
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Gives back what it took. It can be used again. */
    @Override
    public void close() {
        buffer = ByteBuffer.allocate(LEAST_BYTES);
        budget.giveBack(takenBytes);
        takenBytes = 0;
    }
}
