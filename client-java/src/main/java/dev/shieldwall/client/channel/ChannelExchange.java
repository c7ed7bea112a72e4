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
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every call inside a channel to the gateway, which has proved its identity before the first byte of a call leaves. A
 * channel carries one call at a time; as many are open as calls were under way at once, at most 16, and are kept for the
 * next ones.
 *
 * <p>A read whose kept channel turns out to have ended is made again in a new one. A command is not: it may have been
 * decided, and only its owner knows that a later "no" is then no answer.
 */
public final class ChannelExchange implements GatewayExchange, AutoCloseable {

    /** Makes a new stream of bytes to the gateway. */
    @FunctionalInterface
    public interface Dialer {

        /** @param patience the longest that it may take */
        ByteChannel dial(Duration patience) throws IOException, InterruptedException;
    }

    /** Half of the handshakes that the gateway lets one address have in progress. */
    private static final int MAX_CHANNELS = 16;
    private static final byte[] NO_METADATA = {};
    private static final Set<String> READS = Set.of("GET", "HEAD");

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
        long end = System.nanoTime() + request.timeout().toNanos();
        if (!calls.tryAcquire(request.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new ConnectException(MAX_CHANNELS + " calls are under way, and none ended in time");
        }
        try {
            SecureChannel kept = open(idle.pollFirst());
            if (kept == null) {
                return exchange(connect(end), call, end);
            }
            return READS.contains(request.method()) ? keptOrNew(kept, call, end) : exchange(kept, call, end);
        } finally {
            calls.release();
        }
    }

    /** Whoever is told of a failure here must know that the call may have been sent: never by a ConnectException. */
    private HttpReply keptOrNew(SecureChannel kept, byte[] call, long end) throws IOException, InterruptedException {
        try {
            return exchange(kept, call, end);
        } catch (EOFException | ChannelBrokenException e) {
            if (!hadEnded(e) || !left(end).isPositive() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return exchange(connectAfter(e, end), call, end);
        }
    }

    private static Duration left(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** While it was kept, most likely. */
    private static boolean hadEnded(IOException e) {
        return !(e instanceof ChannelBrokenException broken)
                || broken.event() == ChannelEvent.CUT_OFF
                || broken.event() == ChannelEvent.EXPIRED;
    }

    private SecureChannel connectAfter(IOException first, long end) throws IOException, InterruptedException {
        try {
            return connect(end);
        } catch (ConnectException e) {
            first.addSuppressed(e);
            throw first;
        }
    }

    private static @Nullable SecureChannel open(@Nullable SecureChannel channel) {
        return channel != null && channel.isOpen() ? channel : null;
    }

    private HttpReply exchange(SecureChannel channel, byte[] call, long end) throws IOException {
        boolean good = false;
        try {
            Message answer = channel.ask(NO_METADATA, call, left(end)).orElseThrow(EOFException::new);
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

    private SecureChannel connect(long end) throws ConnectException, InterruptedException {
        if (!left(end).isPositive()) {
            throw new ConnectException("no time is left to open a channel");
        }
        try {
            return client.open(dialer.dial(left(end)), left(end));
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
