package dev.shieldwall.service.ledger;

import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.ledger.ReplicaExchange;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A circuit breaker and a time limit per replica in front of the network. An open circuit looks like a replica that
 * cannot be reached, so the client goes on to the next at once. Nothing is tried again here.
 */
final class GuardedExchange implements ReplicaExchange {

    /** What guards one replica. */
    record Guard(CircuitBreaker breaker, TimeLimiter limiter) {}

    private final ReplicaExchange network;
    private final Map<URI, Guard> guards;

    GuardedExchange(ReplicaExchange network, Map<URI, Guard> guards) {
        this.network = network;
        this.guards = Map.copyOf(guards);
    }

    /** A replica that answers UNKNOWN works and lacks a quorum; other 5xx count against it. */
    static boolean isFailure(Object reply) {
        return reply instanceof HttpReply http
                && http.status() >= 500
                && !http.problem().map(Problem::isUnknownOutcome).orElse(false);
    }

    @Override
    public HttpReply exchange(URI replica, HttpRequest request) throws IOException, InterruptedException {
        Guard guard = guards.get(replica);
        if (guard == null) {
            return network.exchange(replica, request);
        }
        try {
            guard.breaker().acquirePermission();
        } catch (CallNotPermittedException e) {
            throw new ConnectException("the circuit to " + replica + " is open");
        }
        long start = guard.breaker().getCurrentTimestamp();
        TimeUnit unit = guard.breaker().getTimestampUnit();
        try {
            HttpReply reply = limited(guard.limiter(), () -> network.exchange(replica, request));
            guard.breaker().onResult(guard.breaker().getCurrentTimestamp() - start, unit, reply);
            return reply;
        } catch (IOException e) {
            guard.breaker().onError(guard.breaker().getCurrentTimestamp() - start, unit, e);
            throw e;
        } catch (InterruptedException e) {
            guard.breaker().releasePermission(); // the caller has its answer from another replica
            throw e;
        }
    }

    private static HttpReply limited(TimeLimiter limiter, Callable<HttpReply> call)
            throws IOException, InterruptedException {
        var task = new FutureTask<>(call);
        Thread.ofVirtual().name("replica-call").start(task);
        try {
            HttpReply reply = task.get(limiter.getTimeLimiterConfig().getTimeoutDuration().toMillis(), TimeUnit.MILLISECONDS);
            limiter.onSuccess();
            return reply;
        } catch (TimeoutException e) {
            limiter.onError(e);
            throw new IOException("no answer in time", e);
        } catch (ExecutionException e) {
            limiter.onError(e.getCause());
            switch (e.getCause()) {
                case IOException io -> throw io;
                case InterruptedException interrupted -> throw interrupted;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IOException(e);
            }
        } finally {
            task.cancel(true);
        }
    }
}
