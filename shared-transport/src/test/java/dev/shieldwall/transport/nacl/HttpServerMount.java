package dev.shieldwall.transport.nacl;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's server on loopback, as a gateway would mount a {@link NaclServer}. */
final class HttpServerMount implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer http;

    HttpServerMount(NaclServer server, NaclApplication application) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", exchange -> {
            try (exchange) {
                HttpReply reply = NaclServer.covers(exchange.getRequestURI().getPath())
                        ? server.handle(call(exchange), application)
                        : HttpReply.of(200, "{\"status\":\"plain\"}");
                exchange.sendResponseHeaders(reply.status(), reply.body().length);
                exchange.getResponseBody().write(reply.body());
            }
        });
        http.start();
    }

    private static HttpCall call(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(SealedRequest.MOST_BYTES + 1);
        return new HttpCall(exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
    }

    URI at(String target) {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + target);
    }

    @Override
    public void close() {
        http.stop(0);
        threads.close();
    }
}
