package dev.shieldwall.client.channel;

import dev.shieldwall.client.http.GatewayExchange;
import dev.shieldwall.client.http.GatewayRequest;
import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.transport.call.core.BinaryHttp;
import dev.shieldwall.transport.call.core.CallRequest;
import dev.shieldwall.transport.call.core.CallResponse;
import dev.shieldwall.transport.call.core.Field;
import dev.shieldwall.transport.call.core.MalformedCallException;
import dev.shieldwall.transport.channel.ChannelBrokenException;
import dev.shieldwall.transport.channel.ChannelClient;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.SecureChannel;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.Message;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpHeaders;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Every call inside a channel to the gateway, which has proved its identity before the first byte of a call leaves. A
 * channel carries one call at a time; as many are open as calls were under way at once, at most 16, and are kept for the
 * next ones.
 *
 * <p>A call whose kept channel turns out to have ended is made again in a new one. That is harmless: reads change nothing,
 * and a signed command is decided once.
 */
public final class ChannelExchange implements GatewayExchange, AutoCloseable {

    /** Makes a new stream of bytes to the gateway. */
    @FunctionalInterface
    public interface Dialer {
        ByteChannel dial() throws IOException, InterruptedException;
    }

    /** Half of the handshakes that the gateway lets one address have in progress. */
    private static final int MAX_CHANNELS = 16;
    private static final byte[] NO_METADATA = {};

    private final ChannelClient client;
    private final ComponentName gateway;
    private final Dialer dialer;
    private final BlockingDeque<SecureChannel> idle = new LinkedBlockingDeque<>(MAX_CHANNELS);
    private final Semaphore calls = new Semaphore(MAX_CHANNELS);

    /**
     * @param client closed with this
     * @param gateway its name on the channel, the one that {@code client} demands
     */
    public ChannelExchange(ChannelClient client, ComponentName gateway, Dialer dialer) {
        this.client = client;
        this.gateway = gateway;
        this.dialer = dialer;
    }

    @Override
    public HttpReply exchange(GatewayRequest request) throws IOException, InterruptedException {
        byte[] call = BinaryHttp.encode(new CallRequest(
                request.method(), gateway.value(), request.path(), fields(request.headers()), request.body()));
        calls.acquire();
        try {
            SecureChannel kept = open(idle.pollFirst());
            return kept == null ? exchange(connect(), call, request.timeout()) : keptOrNew(kept, call, request.timeout());
        } finally {
            calls.release();
        }
    }

    /** Whoever is told of a failure here must know that the call may have been sent: never by a ConnectException. */
    private HttpReply keptOrNew(SecureChannel kept, byte[] call, Duration timeout) throws IOException, InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        try {
            return exchange(kept, call, timeout);
        } catch (EOFException | ChannelBrokenException e) {
            Duration left = Duration.ofNanos(end - System.nanoTime());
            if (!hadEnded(e) || !left.isPositive() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return exchange(connectAfter(e), call, left);
        }
    }

    /** While it was kept, most likely. */
    private static boolean hadEnded(IOException e) {
        return !(e instanceof ChannelBrokenException broken)
                || broken.event() == ChannelEvent.CUT_OFF
                || broken.event() == ChannelEvent.EXPIRED;
    }

    private SecureChannel connectAfter(IOException first) throws IOException, InterruptedException {
        try {
            return connect();
        } catch (ConnectException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private static @Nullable SecureChannel open(@Nullable SecureChannel channel) {
        return channel != null && channel.isOpen() ? channel : null;
    }

    private HttpReply exchange(SecureChannel channel, byte[] call, Duration timeout) throws IOException {
        boolean good = false;
        try {
            channel.send(NO_METADATA, call);
            Message answer = channel.receive(timeout).orElseThrow(EOFException::new);
            HttpReply reply = reply(BinaryHttp.response(answer.payloadBytes()));
            good = idle.offerFirst(channel);
            return reply;
        } catch (MalformedCallException e) {
            throw new IOException("the gateway's answer is no response", e);
        } finally {
            if (!good) {
                channel.close();
            }
        }
    }

    private SecureChannel connect() throws ConnectException, InterruptedException {
        try {
            return client.open(dialer.dial());
        } catch (IOException e) {
            throw (ConnectException) new ConnectException("no channel to the gateway").initCause(e);
        }
    }

    private static List<Field> fields(Map<String, String> headers) {
        return new TreeMap<>(headers)
                .entrySet().stream()
                        .map(header -> new Field(header.getKey().toLowerCase(Locale.ROOT), header.getValue()))
                        .toList();
    }

    private static HttpReply reply(CallResponse response) throws IOException {
        if (response.content().length > Wire.MAX_REPLY_BYTES) {
            throw new IOException("the answer is longer than " + Wire.MAX_REPLY_BYTES + " bytes");
        }
        var headers = new TreeMap<String, List<String>>();
        response.fields().forEach(
                field -> headers.computeIfAbsent(field.name(), _ -> new ArrayList<>()).add(field.value()));
        return new HttpReply(
                response.status(), HttpHeaders.of(headers, (_, _) -> true), Bytes.wrap(response.content()));
    }

    @Override
    public void close() {
        client.close();
    }
}
