package dev.shieldwall.service.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.http.HttpReply;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.ledger.ReplicaExchange;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.decision.CommandId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GuardedExchangeTest {

    private static final URI ONE = URI.create("http://one");
    private static final URI OTHER = URI.create("http://other");
    private static final HttpRequest REQUEST = HttpRequest.newBuilder(ONE).build();

    private final AtomicInteger calls = new AtomicInteger();
    private final CircuitBreaker breaker = CircuitBreaker.of("one", LedgerAutoConfiguration.BREAKER);

    /** A limit that no test reaches, however busy the machine. */
    private GuardedExchange guarded(ReplicaExchange network) {
        return guarded(Duration.ofMinutes(5), network);
    }

    private GuardedExchange guarded(Duration limit, ReplicaExchange network) {
        ReplicaExchange counted = (replica, request) -> {
            calls.incrementAndGet();
            return network.exchange(replica, request);
        };
        return new GuardedExchange(counted, Map.of(
                ONE, new GuardedExchange.Guard(breaker, TimeLimiter.of(limit)),
                OTHER, new GuardedExchange.Guard(
                        CircuitBreaker.of("other", LedgerAutoConfiguration.BREAKER),
                        TimeLimiter.of(limit))));
    }

    private static HttpReply reply(int status, byte[] body) {
        return new HttpReply(status, HttpHeaders.of(Map.of(), (_, _) -> true), Bytes.of(body));
    }

    private static HttpReply problem(int status) {
        return reply(status, Problem.of(status, "code", "title", "detail").toJson());
    }

    private void fail(GuardedExchange guarded, URI replica) {
        assertThatThrownBy(() -> guarded.exchange(replica, REQUEST)).isInstanceOf(IOException.class);
    }

    @Test
    void aReplicaThatFailsIsLeftAloneAndLooksUnreachable() {
        GuardedExchange guarded = guarded((_, _) -> {
            throw new IOException("reset");
        });
        for (int i = 0; i < LedgerAutoConfiguration.BREAKER.getMinimumNumberOfCalls(); i++) {
            fail(guarded, ONE);
        }
        int before = calls.get();

        assertThatThrownBy(() -> guarded.exchange(ONE, REQUEST)).isInstanceOf(ConnectException.class);
        assertThat(calls.get()).isEqualTo(before);
        fail(guarded, OTHER);
        assertThat(calls.get()).isEqualTo(before + 1);
    }

    @Test
    void oneFailureLessLeavesTheCircuitClosed() {
        GuardedExchange guarded = guarded((_, _) -> {
            throw new IOException("reset");
        });
        for (int i = 1; i < LedgerAutoConfiguration.BREAKER.getMinimumNumberOfCalls(); i++) {
            fail(guarded, ONE);
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aReplicaWithoutAQuorumWorks() throws Exception {
        var unknown = Problem.of(503, "outcome-unknown", "t", "d")
                .unknown(new CommandId(Bytes.of(new byte[CommandId.BYTES])), 1);
        GuardedExchange guarded = guarded((_, _) -> reply(503, unknown.toJson()));
        for (int i = 0; i < 30; i++) {
            assertThat(guarded.exchange(ONE, REQUEST).status()).isEqualTo(503);
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void aRefusalIsAnAnswerAndAServerErrorIsAFailure() throws Exception {
        GuardedExchange refusing = guarded((_, _) -> problem(422));
        for (int i = 0; i < 30; i++) {
            assertThat(refusing.exchange(ONE, REQUEST).status()).isEqualTo(422);
        }
        assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);

        GuardedExchange broken = guarded((_, _) -> problem(500));
        for (int i = 0; i < LedgerAutoConfiguration.BREAKER.getMinimumNumberOfCalls(); i++) {
            assertThat(broken.exchange(OTHER, REQUEST).status()).isEqualTo(500);
        }
        assertThatThrownBy(() -> broken.exchange(OTHER, REQUEST)).isInstanceOf(ConnectException.class);
    }

    @Test
    void anAnswerThatTakesTooLongIsAFailureAndTheCallIsCutShort() throws Exception {
        var cut = new CountDownLatch(1);
        GuardedExchange guarded = guarded(Duration.ofMillis(200), (_, _) -> {
            try {
                Thread.sleep(Duration.ofSeconds(30));
                return reply(200, new byte[0]);
            } catch (InterruptedException e) {
                cut.countDown();
                throw e;
            }
        });

        assertThatThrownBy(() -> guarded.exchange(ONE, REQUEST)).isInstanceOf(IOException.class);
        assertThat(cut.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(1);
    }

    @Test
    void aCallerWhoLeavesCountsNeitherForNorAgainst() throws Exception {
        var started = new CountDownLatch(1);
        GuardedExchange guarded = guarded((_, _) -> {
            started.countDown();
            Thread.sleep(Duration.ofSeconds(30));
            return reply(200, new byte[0]);
        });
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                guarded.exchange(ONE, REQUEST);
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(20))).isTrue();

        assertThat(breaker.getMetrics().getNumberOfBufferedCalls()).isZero();
    }
}
