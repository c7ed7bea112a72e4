package dev.shieldwall.gateway.route;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.springframework.cloud.gateway.server.mvc.common.MvcUtils;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Sends a request to one upstream. The breaker counts what did not answer or broke off its answer; a whole answer of any
 * status is a success.
 */
final class Forwarder {

    private final HandlerFunction<ServerResponse> http = HandlerFunctions.http();

    /**
     * @param brokenOff called when the answer breaks off later on, while it is written
     * @throws UpstreamFailedException when no answer came
     */
    ServerResponse forward(Upstream upstream, ServerRequest request, Runnable brokenOff) throws Exception {
        ServerRequest addressed = BeforeFilterFunctions.uri(upstream.base()).apply(request);
        CircuitBreaker breaker = upstream.breaker();
        try {
            breaker.acquirePermission();
        } catch (CallNotPermittedException open) {
            throw new UpstreamFailedException(upstream.name() + " is left alone after failures", false, open);
        }
        long start = System.nanoTime();
        boolean counted = false;
        try {
            ServerResponse response = http.handle(addressed);
            long nanos = System.nanoTime() - start;
            if (breaker.getState() == CircuitBreaker.State.HALF_OPEN) {
                breaker.onSuccess(nanos, TimeUnit.NANOSECONDS); // callers who read slowly must not hold up its only trial
            }
            counted = true;
            watch(addressed, breaker, nanos, brokenOff);
            return new UpstreamAnswer(response, upstream, request);
        } catch (ResourceAccessException noAnswer) {
            breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, noAnswer);
            counted = true;
            throw new UpstreamFailedException(upstream.name() + " does not answer", !neverConnected(noAnswer), noAnswer);
        } finally {
            if (!counted) {
                breaker.releasePermission();
            }
        }
    }

    /** The time that counts is that until the answer began: how long the rest takes may be the caller's doing. */
    private static void watch(ServerRequest request, CircuitBreaker breaker, long nanos, Runnable brokenOff) {
        InputStream body = MvcUtils.getAttribute(request, MvcUtils.CLIENT_RESPONSE_INPUT_STREAM_ATTR);
        MvcUtils.putAttribute(request, MvcUtils.CLIENT_RESPONSE_INPUT_STREAM_ATTR, new UpstreamBody(
                Objects.requireNonNull(body, "an answer without a body"),
                () -> breaker.onSuccess(nanos, TimeUnit.NANOSECONDS),
                failure -> {
                    breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
                    brokenOff.run();
                }));
    }

    private static boolean neverConnected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
