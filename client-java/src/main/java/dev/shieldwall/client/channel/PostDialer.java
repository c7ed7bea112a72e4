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
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A channel's bytes as bodies of requests and answers, for networks that let no WebSocket through. The peer has the word
 * only after a request, so nothing can be pushed.
 *
 * @param gateway base address
 * @param timeout of one request
 */
public record PostDialer(HttpClient http, URI gateway, Duration timeout) implements ChannelExchange.Dialer {

    private static final int MAX_ANSWER_BYTES = 16 << 20;
    private static final Pattern LOCATION = Pattern.compile(Pattern.quote(Wire.CHANNEL) + "/[A-Za-z0-9_-]{1,64}");

    @Override
    public ByteChannel dial() {
        return new Carrier(this);
    }

    /** What was written leaves with the next read that finds nothing. */
    private static final class Carrier implements ByteChannel {

        private final PostDialer dialer;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private ByteBuffer in = ByteBuffer.allocate(0);
        private URI next;
        private volatile boolean open = true;

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
            HttpRequest request = HttpRequest.newBuilder(next)
                    .header("Content-Type", Wire.CHANNEL_BYTES)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(question))
                    .timeout(dialer.timeout)
                    .build();
            HttpResponse<byte[]> answer = send(request);
            if (answer.statusCode() == 201) {
                String location = answer.headers().firstValue("Location").orElse("");
                if (!LOCATION.matcher(location).matches()) {
                    throw new IOException("the gateway does not say where the channel goes on");
                }
                next = dialer.gateway.resolve(location);
            } else if (answer.statusCode() != 200) {
                throw new IOException("the gateway answers with status " + answer.statusCode());
            }
            return answer.body();
        }

        private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
            try {
                return dialer.http.send(request, HttpResponse.BodyHandlers.limiting(
                        HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
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
            if (!open) {
                throw new ClosedChannelException();
            }
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        /** A farewell that was written and not sent stays here; the gateway ends a silent channel by itself. */
        @Override
        public void close() {
            open = false;
        }
    }
}
