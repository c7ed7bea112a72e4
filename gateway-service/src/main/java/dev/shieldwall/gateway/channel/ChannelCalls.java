package dev.shieldwall.gateway.channel;

import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.service.problem.ProblemType;
import dev.shieldwall.transport.call.core.BinaryHttp;
import dev.shieldwall.transport.call.core.CallRequest;
import dev.shieldwall.transport.call.core.CallResponse;
import dev.shieldwall.transport.call.core.Field;
import dev.shieldwall.transport.call.core.MalformedCallException;
import dev.shieldwall.transport.channel.SecureChannel;
import dev.shieldwall.transport.channel.core.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one channel, one after the other: each is made at this gateway's own door, where the same limits, tokens
 * and signatures count as for everybody else.
 */
final class ChannelCalls {

    /** Longest answer that goes through a channel. */
    static final int MAX_ANSWER_BYTES = 8 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelCalls.class);
    /** Longer than the gateway waits for a service. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final byte[] NO_METADATA = {};
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Set<String> ASKED =
            Set.of("accept", "authorization", "content-type", "if-none-match", Wire.MIN_HEIGHT.toLowerCase(Locale.ROOT));
    /** Of one connection, not of the answer (RFC 9110 section 7.6.1). */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "upgrade", "trailer");

    private final String name;
    private final Supplier<URI> door;
    private final int maxCallBytes;
    private final Duration patience;
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /**
     * @param name of this gateway on the channel
     * @param door where it listens
     * @param patience with one call
     */
    ChannelCalls(String name, Supplier<URI> door, int maxCallBytes, Duration patience) {
        this.name = name;
        this.door = door;
        this.maxCallBytes = maxCallBytes;
        this.patience = patience;
    }

    /** Until the peer is done, or the channel breaks. */
    void serve(SecureChannel channel) {
        try {
            Optional<Message> call = channel.receive();
            while (call.isPresent()) {
                channel.send(NO_METADATA, answer(call.get().payloadBytes()));
                call = channel.receive();
            }
        } catch (IOException e) {
            LOG.debug("a channel of {} ended: {}", channel.peer().name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] answer(byte[] call) throws InterruptedException {
        if (call.length > maxCallBytes) {
            return encode(ProblemType.TOO_LARGE.problem("a call has at most " + maxCallBytes + " bytes"));
        }
        try {
            return answer(BinaryHttp.request(call));
        } catch (MalformedCallException e) {
            return encode(ProblemType.MALFORMED.problem("a call is Binary HTTP (RFC 9292): " + e.getMessage()));
        }
    }

    private byte[] answer(CallRequest call) throws InterruptedException {
        URI target;
        try {
            target = URI.create(door.get() + call.path());
        } catch (IllegalArgumentException e) {
            return encode(ProblemType.MALFORMED.problem("not a path"));
        }
        Optional<Problem> refusal = refusal(call, target.getPath());
        return refusal.isPresent() ? encode(refusal.get()) : ask(call, target);
    }

    private byte[] ask(CallRequest call, URI target) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .method(call.method(), call.content().length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(call.content()))
                .timeout(patience);
        call.fields().forEach(field -> request.header(field.name(), field.value()));
        try {
            return encode(answer(request.build()));
        } catch (IOException e) {
            LOG.warn("a call from a channel was not answered: {}", e.toString());
            // Never sounds like a denial: what was sent may still be decided.
            boolean sent = !(e instanceof ConnectException) && !READS.contains(call.method());
            return encode((sent ? ProblemType.OUTCOME_UNKNOWN : ProblemType.UNAVAILABLE)
                    .problem("no answer, or one too long for a channel"));
        }
    }

    /** Whole, in time and of a status that there is: the timeout of a request does not count for the body of its answer. */
    private HttpResponse<byte[]> answer(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request,
                HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
        try {
            HttpResponse<byte[]> whole = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            if (whole.statusCode() > CallResponse.LAST_STATUS) {
                throw new IOException("there is no status " + whole.statusCode());
            }
            return whole;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no whole answer in " + patience, e);
        } finally {
            answer.cancel(true);
        }
    }

    private Optional<Problem> refusal(CallRequest call, String path) {
        if (!call.authority().equals(name)) {
            return Optional.of(ProblemType.MALFORMED.problem("this is " + name + ", nobody else"));
        }
        if (!METHODS.contains(call.method())) {
            return Optional.of(ProblemType.METHOD_NOT_ALLOWED.problem("not a method of the API"));
        }
        if (!path.startsWith("/v1/") || Wire.isChannel(path)) {
            return Optional.of(ProblemType.NOT_FOUND.problem("a channel leads to /v1/, and not to a channel"));
        }
        return call.fields().stream()
                .filter(field -> !ASKED.contains(field.name()))
                .findFirst()
                .map(field -> ProblemType.MALFORMED.problem("the field " + field.name() + " does not go through a channel"));
    }

    private static byte[] encode(Problem problem) {
        return BinaryHttp.encode(new CallResponse(
                problem.status(), List.of(new Field("content-type", Wire.PROBLEM)), problem.toJson()));
    }

    private static byte[] encode(HttpResponse<byte[]> answer) {
        List<Field> fields = answer.headers().map().entrySet().stream()
                .filter(entry -> !OF_THE_CONNECTION.contains(entry.getKey().toLowerCase(Locale.ROOT)))
                .flatMap(entry -> entry.getValue().stream()
                        .filter(value -> Field.isValid(entry.getKey().toLowerCase(Locale.ROOT), value))
                        .map(value -> new Field(entry.getKey().toLowerCase(Locale.ROOT), value)))
                .limit(BinaryHttp.MAX_FIELDS)
                .toList();
        return BinaryHttp.encode(new CallResponse(answer.statusCode(), fields, answer.body()));
    }
}
