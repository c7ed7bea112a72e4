package dev.shieldwall.client.ledger;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.block.CertifiedBlock;
import dev.shieldwall.model.codec.MalformedException;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Block frames from one replica, read ahead by a virtual thread. Decodes, does not verify. */
final class BlockConnection implements AutoCloseable {

    /** Frames read ahead; with the bound of a frame this bounds the memory of a connection. */
    private static final int READ_AHEAD = 4;

    sealed interface Frame {}

    record Arrived(CertifiedBlock block) implements Frame {}

    /** The stream is over. {@code lied} when it held bytes that no honest replica sends. */
    record Ended(String reason, boolean lied) implements Frame {}

    private final InputStream body;
    private final BlockingQueue<Frame> frames = new ArrayBlockingQueue<>(READ_AHEAD);
    private final Thread reader;

    private BlockConnection(InputStream body) {
        this.body = body;
        this.reader = Thread.ofVirtual().name("block-stream").start(this::readAll);
    }

    static BlockConnection open(HttpClient http, URI replica, long from, Duration patience)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(replica.resolve(Wire.BLOCK_STREAM + "?from=" + from))
                .header("Accept", Wire.BLOCKS)
                .timeout(patience)
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            response.body().close();
            throw new IOException("status " + response.statusCode());
        }
        return new BlockConnection(response.body());
    }

    /** The next frame; null when none comes within {@code patience}. */
    @Nullable Frame poll(Duration patience) throws InterruptedException {
        return frames.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next frame, which stays the next, if it is there already. */
    @Nullable Frame peek() {
        return frames.peek();
    }

    /** Takes the frame that {@link #peek} showed. */
    void takePeeked() {
        frames.remove();
    }

    private void readAll() {
        try {
            frames.put(readUntilEnd());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Ended readUntilEnd() throws InterruptedException {
        try (var in = new DataInputStream(body)) {
            while (true) {
                int length = in.readInt();
                if (length <= 0 || length > Wire.MAX_FRAME_BYTES) {
                    return new Ended("a frame of " + length + " bytes", true);
                }
                byte[] frame = in.readNBytes(length);
                if (frame.length < length) {
                    return new Ended("the stream ended within a frame", false);
                }
                frames.put(new Arrived(CertifiedBlock.CODEC.decode(frame)));
            }
        } catch (MalformedException e) {
            return new Ended("a frame that is no block: " + e.getMessage(), true);
        } catch (IOException e) {
            return new Ended("the stream ended: " + e, false);
        }
    }

    @Override
    public void close() {
        reader.interrupt();
        try {
            body.close();
        } catch (IOException e) {
            // the stream is being given up; there is nothing left to save
        }
    }
}
