package dev.shieldwall.replica.http;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The receiving end of one peer's POST: reads frames as they come, answers with a byte a second while it lives. */
final class InboundStream {

    private static final byte[] BEAT = {0};

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final FrameAssembler frames;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean beating = new AtomicBoolean();
    private Consumer<Boolean> onEnd = dishonest -> {};

    InboundStream(Request request, Response response, Callback callback, FrameAssembler frames) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.frames = frames;
    }

    /** @param listener told once at the end, with true when the peer sent what no honest replica sends */
    void onEnd(Consumer<Boolean> listener) {
        onEnd = listener;
    }

    void start() {
        beat();
        read();
    }

    void beat() {
        if (!ended.get() && beating.compareAndSet(false, true)) {
            response.write(false, ByteBuffer.wrap(BEAT), Callback.from(() -> beating.set(false), failure -> {}));
        }
    }

    private void read() {
        while (!ended.get()) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this::read);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                finish("the peer went away", false);
                return;
            }
            boolean honest;
            try {
                honest = frames.accept(chunk.getByteBuffer());
            } finally {
                chunk.release();
            }
            if (!honest) {
                finish("not a frame of an honest replica", true);
                return;
            }
            if (chunk.isLast()) {
                finish("the peer closed the stream", false);
                return;
            }
        }
    }

    void end(String why) {
        finish(why, false);
    }

    private void finish(String why, boolean dishonest) {
        if (ended.compareAndSet(false, true)) {
            onEnd.accept(dishonest);
            callback.failed(new PeerStreamException(why));
        }
    }
}
