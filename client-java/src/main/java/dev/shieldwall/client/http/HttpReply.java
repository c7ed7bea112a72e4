package dev.shieldwall.client.http;

import dev.shieldwall.model.codec.Bytes;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A whole answer in memory, at most {@link Wire#MAX_REPLY_BYTES} long. */
public record HttpReply(int status, HttpHeaders headers, Bytes body) {

    /** Longest wait that a server may ask for; longer ones are cut. */
    public static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);

    public static HttpReply of(HttpResponse<byte[]> response) {
        return new HttpReply(response.statusCode(), response.headers(), Bytes.wrap(response.body()));
    }

    /** Fails the exchange with an IOException when the answer is longer than the bound. */
    public static HttpResponse.BodyHandler<byte[]> bounded() {
        return HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), Wire.MAX_REPLY_BYTES);
    }

    public Optional<Problem> problem() {
        return Problem.read(body.unsafeArray());
    }

    /** The Retry-After header in its seconds form (RFC 9110 section 10.2.3), bounded; empty when absent or a date. */
    public Optional<Duration> retryAfter() {
        return number("Retry-After").stream()
                .mapToObj(Duration::ofSeconds)
                .map(wait -> wait.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : wait)
                .findFirst();
    }

    /** A header that holds a number from 0 to 2^31 - 1. */
    public OptionalLong number(String header) {
        Optional<String> value = headers.firstValue(header);
        if (value.isEmpty() || !value.get().matches("[0-9]{1,9}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(value.get()));
    }

    /** POST of a signed command. */
    public static HttpRequest.Builder post(byte[] jws) {
        return HttpRequest.newBuilder()
                .header("Content-Type", Wire.JOSE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(jws));
    }
}
