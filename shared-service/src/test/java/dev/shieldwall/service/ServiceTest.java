package dev.shieldwall.service;

import dev.shieldwall.client.TestChain;
import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.signing.ReadToken;
import dev.shieldwall.client.http.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A running {@link TestService} over four test replicas and a schema of its own. */
@SuppressWarnings("NullAway.Init") // startAll() is called before anything else
abstract class ServiceTest {

    final TestMesh mesh = TestMesh.create();
    final TestChain chain = new TestChain(mesh);
    final List<TestReplica> replicas = new ArrayList<>();
    final HttpClient http = HttpClient.newHttpClient();
    final String schema = TestDatabase.freshSchema();
    ConfigurableApplicationContext context;

    Path genesis;

    void startAll() throws IOException {
        for (int i = 0; i < TestMesh.REPLICAS; i++) {
            replicas.add(new TestReplica(chain));
        }
        genesis = Files.createTempFile("genesis", ".json");
        Files.write(genesis, mesh.genesis().toJson());
        context = start(Map.of());
    }

    void stopAll() throws IOException {
        context.close();
        replicas.forEach(TestReplica::close);
        http.shutdownNow();
        Files.delete(genesis);
    }

    ConfigurableApplicationContext start(Map<String, String> more) {
        var properties = new HashMap<String, Object>(Map.of(
                "server.port", "0",
                "spring.application.name", "things",
                "shieldwall.genesis", genesis.toString(),
                "shieldwall.replicas", replicas.stream().map(r -> r.uri().toString()).collect(Collectors.joining(",")),
                "shieldwall.min-height-patience", "700ms",
                "spring.datasource.url", TestDatabase.url(),
                "spring.datasource.hikari.schema", schema,
                "spring.flyway.schemas", schema,
                "spring.flyway.locations", "classpath:db/projection,classpath:db/things"));
        properties.putAll(more);
        return new SpringApplicationBuilder(TestService.class)
                .properties(properties)
                .run(properties.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toArray(String[]::new));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    String token() {
        return ReadToken.of(mesh.genesis(), TestMesh.principal("operator/ana"), Instant.now(), Duration.ofMinutes(5))
                .sign(mesh.tokenKey());
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> read(String path, String... headers) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + token()));
        all.addAll(List.of(headers));
        return get(path, all.toArray(String[]::new));
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return send("POST", path, Wire.JOSE, body);
    }

    HttpResponse<String> send(String method, String path, String contentType, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
