package dev.shieldwall.client.ledger;

import dev.shieldwall.client.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** One request to one replica and its whole answer. Services put a circuit breaker in front. Thread-safe. */
@FunctionalInterface
public interface ReplicaExchange {

    /**
     * Sends {@code request}.
     *
     * @param replica base address, the key under which failures are counted
     * @throws java.net.ConnectException only if the request was certainly not sent
     */
    HttpReply exchange(URI replica, HttpRequest request) throws IOException, InterruptedException;

    /** Straight to the network. */
    static ReplicaExchange over(HttpClient http) {
        return (_, request) -> HttpReply.of(http.send(request, HttpReply.bounded()));
    }
}
