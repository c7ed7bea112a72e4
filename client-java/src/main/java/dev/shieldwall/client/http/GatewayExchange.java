package dev.shieldwall.client.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;

/** One request to the gateway and its whole answer. Thread-safe. */
@FunctionalInterface
public interface GatewayExchange {

    /** @throws java.net.ConnectException only if the request was certainly not sent */
    HttpReply exchange(GatewayRequest request) throws IOException, InterruptedException;

    /** Straight to the network. */
    static GatewayExchange over(HttpClient http, URI gateway) {
        return request -> {
            HttpRequest.Builder built = HttpRequest.newBuilder(gateway.resolve(request.path()))
                    .method(request.method(), request.body().length == 0
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofByteArray(request.body()))
                    .timeout(request.timeout());
            request.headers().forEach(built::header);
            return HttpReply.of(http.send(built.build(), HttpReply.bounded()));
        };
    }
}
