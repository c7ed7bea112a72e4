package dev.shieldwall.client.channel;

import dev.shieldwall.client.http.Wire;
import dev.shieldwall.transport.channel.carrier.MessageCarrier;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A channel's bytes as binary messages of a WebSocket (RFC 6455), one socket for each.
 *
 * @param gateway base address, http or https
 * @param timeout of one message on its way out
 */
public record WebSocketDialer(HttpClient http, URI gateway, Duration timeout) implements ChannelExchange.Dialer {

    @Override
    public ByteChannel dial(Duration patience) throws IOException, InterruptedException {
        URI at = gateway.resolve(Wire.CHANNEL);
        var listening = new Listening(timeout);
        http.newWebSocketBuilder()
                .connectTimeout(patience)
                .buildAsync(URI.create(at.toString().replaceFirst("^http", "ws")), listening)
                .whenComplete((_, failure) -> listening.failed(failure));
        try {
            return listening.opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            listening.abandon(e);
            throw (ConnectException) new ConnectException("no WebSocket at " + at).initCause(e);
        } catch (InterruptedException e) {
            listening.abandon(e);
            throw e;
        }
    }

    private record Outbound(WebSocket socket, Duration timeout) implements MessageCarrier.Outbound {

        @Override
        public void send(ByteBuffer bytes) throws IOException {
            try {
                socket.sendBinary(bytes, true).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("the WebSocket takes nothing", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw (IOException) new InterruptedIOException().initCause(e);
            }
        }

        /** The channel has said inside that it ends, so nobody needs a closing handshake. */
        @Override
        public void close() {
            socket.abort();
        }
    }

    private static final class Listening implements WebSocket.Listener {

        private final CompletableFuture<MessageCarrier> opened = new CompletableFuture<>();
        private final Duration timeout;

        Listening(Duration timeout) {
            this.timeout = timeout;
        }

        private void failed(@Nullable Throwable failure) {
            if (failure != null) {
                opened.completeExceptionally(failure);
            }
        }

        /** One that opens later is dropped, and so is one that has opened in this moment. */
        private void abandon(Exception reason) {
            if (!opened.completeExceptionally(reason) && !opened.isCompletedExceptionally()) {
                opened.join().close();
            }
        }

        @Override
        public void onOpen(WebSocket socket) {
            if (!opened.complete(new MessageCarrier(new Outbound(socket, timeout)))) {
                socket.abort();
            }
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            try {
                opened.join().received(part);
                socket.request(1);
            } catch (IOException e) {
                socket.abort();
            }
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            opened.join().ended();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            opened.join().ended();
        }
    }
}
