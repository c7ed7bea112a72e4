package dev.shieldwall.replica.http;

import dev.shieldwall.replica.host.Channel;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.client.AsyncRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One long-lived POST to one peer whose body is frames. At most one write is under way; what is queued meanwhile goes
 * out with the next, so a burst costs one flush. {@link #tick} keeps it alive, notices silence and reconnects.
 */
final class OutboundStream {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_FRAMES = 4096;
    private static final long MAX_BYTES = 8L << 20;
    /** What is kept for a peer that is away: enough for the newest votes, or one block. */
    private static final int AWAY_FRAMES = 64;
    private static final long AWAY_BYTES = 1L << 20;

    private final HttpClient client;
    private final PeerSettings settings;
    private final int peer;
    private final Channel channel;
    private final ReentrantLock lock = new ReentrantLock();
    private final FrameQueue queue = new FrameQueue(MAX_FRAMES, MAX_BYTES);
    private @Nullable Attempt attempt;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long nextAttemptNanos = System.nanoTime();
    private boolean stopped;
    private String trouble = "not connected yet";

    OutboundStream(HttpClient client, PeerSettings settings, int peer, Channel channel) {
        this.client = client;
        this.settings = settings;
        this.peer = peer;
        this.channel = channel;
    }

    /** One request and what is known of it; guarded by the stream's lock. */
    private static final class Attempt {
        final AsyncRequestContent body = new AsyncRequestContent();
        @Nullable Request request;
        boolean accepted;
        boolean writing;
        long lastWriteNanos = System.nanoTime();
        long lastHeardNanos = System.nanoTime();
    }

    void offer(byte[] frame) {
        put(frame, false);
        pump();
    }

    /** Takes a frame that goes out with the next write or at the next {@link #pump}, if nothing else needs its room. */
    void putYielding(byte[] frame) {
        put(frame, true);
    }

    private void put(byte[] frame, boolean yields) {
        lock.lock();
        try {
            if (yields) {
                queue.addYielding(frame);
            } else {
                queue.add(frame);
            }
            if (attempt == null || !attempt.accepted) {
                queue.trim(AWAY_FRAMES, AWAY_BYTES);
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isUp() {
        lock.lock();
        try {
            return attempt != null && attempt.accepted;
        } finally {
            lock.unlock();
        }
    }

    /** Why the stream is not up, or null. */
    @Nullable String trouble() {
        lock.lock();
        try {
            return attempt != null && attempt.accepted ? null : trouble;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return queue.dropped();
        } finally {
            lock.unlock();
        }
    }

    long queuedBytes() {
        lock.lock();
        try {
            return queue.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Called every few hundred milliseconds. */
    void tick() {
        long now = System.nanoTime();
        Attempt current;
        lock.lock();
        try {
            current = attempt;
            if (current == null) {
                if (stopped || now - nextAttemptNanos < 0) {
                    return;
                }
            } else if (current.accepted && !current.writing && now - current.lastWriteNanos > heartbeatNanos()) {
                queue.add(PeerWire.HEARTBEAT);
            }
        } finally {
            lock.unlock();
        }
        if (current == null) {
            connect();
        } else if (silent(current, now)) {
            end(current, "nothing heard for " + PeerWire.TIMEOUT.toSeconds() + " s");
        } else {
            pump();
        }
    }

    private static long heartbeatNanos() {
        return PeerWire.HEARTBEAT_EVERY.toNanos();
    }

    private boolean silent(Attempt current, long now) {
        long timeout = PeerWire.TIMEOUT.toNanos();
        lock.lock();
        try {
            return now - current.lastHeardNanos > timeout || (current.writing && now - current.lastWriteNanos > timeout);
        } finally {
            lock.unlock();
        }
    }

    private void connect() {
        PeerSettings.Address address = settings.peers().get(peer);
        Attempt opened = new Attempt();
        Request request = client.newRequest(address.host(), address.port())
                .scheme("https")
                .method(HttpMethod.POST)
                .path(PeerWire.path(channel))
                .headers(headers -> headers.put(PeerWire.VERSION_HEADER, PeerWire.VERSION)
                        .put(PeerWire.CHAIN_HEADER, settings.chainId())
                        .put(PeerWire.EPOCH_HEADER, Long.toString(settings.epoch()))
                        .put(PeerWire.REPLICA_HEADER, Integer.toString(settings.self())))
                .body(opened.body)
                .onResponseBegin(response -> begun(opened, response))
                .onResponseContent((response, content) -> heard(opened));
        lock.lock();
        try {
            if (stopped || attempt != null) {
                return;
            }
            opened.request = request;
            attempt = opened;
        } finally {
            lock.unlock();
        }
        request.send(result -> end(opened, "closed: " + result.getFailure()));
    }

    private void begun(Attempt opened, Response response) {
        if (response.getStatus() != HttpStatus.OK_200) {
            // The body never ends by itself, so a refusal would not complete the exchange.
            end(opened, "refused with " + response.getStatus());
            return;
        }
        lock.lock();
        try {
            opened.accepted = true;
            opened.lastHeardNanos = System.nanoTime();
            pauseNanos = FIRST_PAUSE_NANOS;
        } finally {
            lock.unlock();
        }
        pump();
    }

    private void heard(Attempt opened) {
        lock.lock();
        try {
            opened.lastHeardNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Writes what waits, unless a write is under way, which is followed by this anyway. */
    void pump() {
        Attempt current;
        ByteBuffer next;
        lock.lock();
        try {
            current = attempt;
            if (current == null || !current.accepted || current.writing) {
                return;
            }
            next = queue.take();
            if (next == null) {
                return;
            }
            current.writing = true;
            current.lastWriteNanos = System.nanoTime();
        } finally {
            lock.unlock();
        }
        current.body.write(next, Callback.from(() -> written(current), failure -> end(current, "write: " + failure)));
    }

    private void written(Attempt current) {
        lock.lock();
        try {
            current.writing = false;
        } finally {
            lock.unlock();
        }
        pump();
    }

    private void end(Attempt ended, String why) {
        lock.lock();
        try {
            if (attempt != ended) {
                return;
            }
            attempt = null;
            trouble = why;
            queue.trim(AWAY_FRAMES, AWAY_BYTES);
            nextAttemptNanos = System.nanoTime() + pauseNanos;
            pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
        } finally {
            lock.unlock();
        }
        abort(ended, why);
    }

    private static void abort(Attempt ended, String why) {
        Request request = ended.request;
        if (request != null) {
            request.abort(new PeerStreamException(why));
        }
    }

    void stop() {
        Attempt current;
        lock.lock();
        try {
            stopped = true;
            current = attempt;
        } finally {
            lock.unlock();
        }
        if (current != null) {
            end(current, "stopped");
        }
    }
}
