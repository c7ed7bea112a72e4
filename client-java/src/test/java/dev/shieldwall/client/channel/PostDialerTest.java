package dev.shieldwall.client.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.client.http.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway that says what the test tells it to, in the place where a channel is opened and goes on. */
@Timeout(60)
class PostDialerTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PLACE = Wire.CHANNEL + "/id";

    private record Answer(int status, String header, String value) {}

    private static final Answer OPENED = new Answer(201, "Location", PLACE);
    private static final Answer OK = new Answer(200, "Date", "today");

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final CountDownLatch silent = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        http.shutdownNow();
        gateway.stop(0);
    }

    /** Silent for ever where it has nothing to say. */
    private synchronized void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(exchange.getRequestURI() + " " + body.length);
        Answer answer = answers.poll();
        if (answer == null) {
            silent.countDown();
            return;
        }
        exchange.getResponseHeaders().set(answer.header(), answer.value());
        exchange.sendResponseHeaders(answer.status(), 1);
        exchange.getResponseBody().write(answer.status() == 429 ? 9 : 1);
        exchange.close();
    }

    private ByteChannel dial(Duration timeout) {
        return new PostDialer(http, URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()), timeout).dial(timeout);
    }

    private static int ask(ByteChannel carrier, int bytes) throws IOException {
        carrier.write(ByteBuffer.allocate(bytes));
        ByteBuffer in = ByteBuffer.allocate(8);
        assertThat(carrier.read(in)).isEqualTo(1);
        return in.get(0);
    }

    private static CompletableFuture<Integer> asking(ByteChannel carrier) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ask(carrier, 5);
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static void assertClosed(CompletableFuture<Integer> reading) {
        assertThatThrownBy(() -> reading.get(20, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(AsynchronousCloseException.class);
    }

    @Test
    void closingEndsTheReadThatWaitsForASilentGateway() throws Exception {
        ByteChannel carrier = dial(HOUR);
        CompletableFuture<Integer> reading = asking(carrier);
        silent.await();
        carrier.close();
        assertClosed(reading);
        assertThat(carrier.isOpen()).isFalse();
    }

    @Test
    void sameBytesAreSentAgainWhenTheGatewaySaysSo() throws Exception {
        answers.addAll(List.of(
                OPENED, new Answer(429, "Retry-After", "0"), new Answer(429, "Retry-After", "1"), OK));
        try (ByteChannel carrier = dial(HOUR)) {
            ask(carrier, 3);
            assertThat(ask(carrier, 7)).isEqualTo(1);
        }
        assertThat(asked).containsExactly(Wire.CHANNEL + " 3", PLACE + " 7", PLACE + " 7", PLACE + " 7");
    }

    @Test
    void nobodyWaitsForLongerThanTheTimeout() throws Exception {
        answers.addAll(List.of(OPENED, new Answer(429, "Retry-After", "30"), OK));
        try (ByteChannel carrier = dial(Duration.ofSeconds(29))) {
            ask(carrier, 3);
            assertThatThrownBy(() -> ask(carrier, 7)).hasMessageContaining("status 429");
        }
        assertThat(asked).hasSize(2);
    }

    @Test
    void closingEndsAPause() throws Exception {
        answers.addAll(List.of(OPENED, new Answer(429, "Retry-After", "3000")));
        ByteChannel carrier = dial(HOUR);
        ask(carrier, 3);
        CompletableFuture<Integer> reading = asking(carrier);
        while (asked().size() < 2) {
            Thread.onSpinWait();
        }
        carrier.close();
        assertClosed(reading);
    }

    private synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    @Test
    void aHandshakeIsNotTriedAgain() throws Exception {
        answers.addAll(List.of(new Answer(429, "Retry-After", "0"), OPENED));
        try (ByteChannel carrier = dial(HOUR)) {
            assertThatThrownBy(() -> ask(carrier, 3)).hasMessageContaining("status 429");
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void aChannelGoesOnNowhereButAtTheGateway() throws Exception {
        for (String place : List.of("http://elsewhere/v1/channel/x", Wire.CHANNEL + "/a/b", "/v1/identities", "")) {
            answers.add(new Answer(201, "Location", place));
            try (ByteChannel carrier = dial(HOUR)) {
                assertThatThrownBy(() -> ask(carrier, 3)).as(place).hasMessageContaining("where the channel goes on");
            }
        }
    }
}
