package dev.shieldwall.client.channel;

import dev.shieldwall.client.http.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A channel's bytes as bodies of requests and answers, for networks that let no WebSocket through. The peer has the word
 * only after a request, so nothing can be pushed.
 *
 * @param gateway base address
 * @param timeout of one request, with the pauses that the gateway asks for
 */
public record PostDialer(HttpClient http, URI gateway, Duration timeout) implements ChannelExchange.Dialer {

    private static final int MAX_ANSWER_BYTES = 16 << 20;
    /** Of a pause; nobody waits for longer. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");
    private static final Pattern LOCATION = Pattern.compile(Pattern.quote(Wire.CHANNEL) + "/[A-Za-z0-9_-]{1,64}");

    /** At once: the first request leaves with the first bytes. */
    @Override
    public ByteChannel dial(Duration patience) {
        return new Carrier(this);
    }

    /** What was written leaves with the next read that finds nothing. Closing it ends that read. */
    private static final class Carrier implements ByteChannel {

        private final PostDialer dialer;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final CountDownLatch closed = new CountDownLatch(1);
        private volatile Future<?> underWay = CompletableFuture.completedFuture(null);
        private ByteBuffer in = ByteBuffer.allocate(0);
        private URI next;
        private boolean begun;

        Carrier(PostDialer dialer) {
            this.dialer = dialer;
            this.next = dialer.gateway.resolve(Wire.CHANNEL);
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            if (!in.hasRemaining()) {
                byte[] question = takeOut();
                in = ByteBuffer.wrap(question.length == 0 ? question : post(question));
            }
            if (!in.hasRemaining()) {
                return -1;
            }
            int count = Math.min(in.remaining(), into.remaining());
            into.put(in.slice(in.position(), count));
            in.position(in.position() + count);
            return count;
        }

        private byte[] takeOut() throws ClosedChannelException {
            requireOpen();
            synchronized (out) {
                byte[] taken = out.toByteArray();
                out.reset();
                return taken;
            }
        }

        private byte[] post(byte[] question) throws IOException {
            HttpResponse<byte[]> answer = admitted(HttpRequest.newBuilder(next)
                    .header("Content-Type", Wire.CHANNEL_BYTES)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                    .timeout(dialer.timeout)
                    .build());
            if (answer.statusCode() == 201) {
                String location = answer.headers().firstValue("Location").orElse("");
                if (!LOCATION.matcher(location).matches()) {
                    throw new IOException("the gateway does not say where the channel goes on");
                }
                next = dialer.gateway.resolve(location);
                begun = true;
            } else if (answer.statusCode() != 200) {
                throw new IOException("the gateway answers with status " + answer.statusCode());
            }
            return answer.body();
        }

        /**
         * Waits as long as the gateway says where it finds that too much is asked: the channel has not seen these bytes,
         * and a new one would cost more. A handshake is not tried again, the next one may be refused for good.
         */
        private HttpResponse<byte[]> admitted(HttpRequest request) throws IOException {
            long end = System.nanoTime() + dialer.timeout.toNanos();
            HttpResponse<byte[]> answer = send(request);
            while (begun && answer.statusCode() == 429 && System.nanoTime() + pauseNanos(answer) < end) {
                pause(pauseNanos(answer));
                answer = send(request);
            }
            return answer;
        }

        private static long pauseNanos(HttpResponse<?> refusal) {
            String seconds = refusal.headers().firstValue("Retry-After").orElse("");
            return TimeUnit.SECONDS.toNanos(SECONDS.matcher(seconds).matches() ? Long.parseLong(seconds) : 1);
        }

        private void pause(long nanos) throws IOException {
            try {
                if (closed.await(nanos, TimeUnit.NANOSECONDS)) {
                    throw new AsynchronousCloseException();
                }
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }

        private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
            CompletableFuture<HttpResponse<byte[]>> answer = dialer.http.sendAsync(request,
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            underWay = answer;
            if (!isOpen()) {
                answer.cancel(true);
            }
            try {
                return answer.get();
            } catch (CancellationException | ExecutionException e) {
                IOException failure = isOpen()
                        ? new IOException("the gateway does not answer") : new AsynchronousCloseException();
                throw (IOException) failure.initCause(e);
            } catch (InterruptedException e) {
                answer.cancel(true);
                throw interrupted(e);
            }
        }

        private static IOException interrupted(InterruptedException e) {
            Thread.currentThread().interrupt();
            return (IOException) new InterruptedIOException().initCause(e);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            requireOpen();
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            synchronized (out) {
                out.write(copy, 0, copy.length);
            }
            return copy.length;
        }

        private void requireOpen() throws ClosedChannelException {
            if (!isOpen()) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public boolean isOpen() {
            return closed.getCount() > 0;
        }

        /** A farewell that was written and not sent stays here; the gateway ends a silent channel by itself. */
        @Override
        public void close() {
            closed.countDown();
            underWay.cancel(true);
        }
    }
}
