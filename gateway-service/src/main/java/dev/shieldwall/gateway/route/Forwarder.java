package dev.shieldwall.gateway.route;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.TimeUnit;
import org.springframework.cloud.gateway.server.mvc.filter.BeforeFilterFunctions;
import org.springframework.cloud.gateway.server.mvc.handler.HandlerFunctions;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Sends a request to one upstream. The breaker counts what did not answer; an answer of any status is a success. */
final class Forwarder {

    private final HandlerFunction<ServerResponse> http = HandlerFunctions.http();

    /** @throws UpstreamFailedException when no answer came */
    ServerResponse forward(Upstream upstream, ServerRequest request) throws Exception {
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
            breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
            counted = true;
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

    private static boolean neverConnected(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
                return true;
            }
        }
        return false;
    }
}
