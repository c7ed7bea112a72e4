package dev.shieldwall.service.mesh;

import dev.shieldwall.client.ApiPaths;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.codec.JsonCodec;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.receipt.Receipt;
import dev.shieldwall.service.TestDatabase;
import dev.shieldwall.service.projection.ProjectionProgress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A service as the launcher starts it, over the replicas of a test, with PostgreSQL and a schema of its own. */
public final class RunningService implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Supplier<SpringApplicationBuilder> application;
    private final Map<String, String> properties = new HashMap<>();
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Scenario reader;
    private ConfigurableApplicationContext context;

    private RunningService(
            Supplier<SpringApplicationBuilder> application, LedgerReplicas replicas, Map<String, String> more) {
        this.application = application;
        this.reader = new Scenario(replicas.chain().mesh(), "reader");
        properties.put("server.port", "0");
        properties.put("logging.level.root", "WARN");
        properties.put("shieldwall.genesis", replicas.genesis().toString());
        properties.put("shieldwall.replicas", addresses(replicas));
        properties.put("shieldwall.min-height-patience", "1s");
        properties.put("shieldwall.hedge-after", "300ms");
        properties.put("shieldwall.submit-timeout", "2s");
        properties.put("spring.datasource.url", TestDatabase.url());
        properties.put("shieldwall.schema", TestDatabase.freshSchema());
        properties.putAll(more);
        context = run();
    }

    public static RunningService start(Supplier<SpringApplicationBuilder> application, LedgerReplicas replicas) {
        return new RunningService(application, replicas, Map.of());
    }

    public static RunningService start(
            Supplier<SpringApplicationBuilder> application, LedgerReplicas replicas, Map<String, String> more) {
        return new RunningService(application, replicas, more);
    }

    private ConfigurableApplicationContext run() {
        return application.get().run(properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toArray(String[]::new));
    }

    /** Ends the context and starts another over the same schema. */
    public void restart() {
        context.close();
        context = run();
    }

    /** As {@link #restart}, and from now on over these replicas. */
    public void restart(LedgerReplicas replicas) {
        properties.put("shieldwall.replicas", addresses(replicas));
        restart();
    }

    private static String addresses(LedgerReplicas replicas) {
        return replicas.addresses().stream().map(URI::toString).collect(Collectors.joining(","));
    }

    public ConfigurableApplicationContext context() {
        return context;
    }

    public JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    public ProjectionProgress progress() {
        return context.getBean(ProjectionProgress.class);
    }

    /** Waits until the tables reflect {@code height}. */
    public void awaitHeight(long height) throws InterruptedException {
        if (!progress().await(height, PATIENCE)) {
            throw new AssertionError("the projection stands at " + progress().height() + " of " + height + ", alarm: "
                    + progress().alarm());
        }
    }

    /** Waits until the projection has stopped for good, and returns why. */
    public String awaitAlarm() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (progress().alarm().isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("no alarm, the projection stands at " + progress().height());
            }
            Thread.sleep(20);
        }
        return progress().alarm().orElseThrow();
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    /** GET with a bearer token, a fresh one: on a busy machine a test may outlive the one that it began with. */
    public HttpResponse<String> read(String path, String... headers) throws IOException, InterruptedException {
        var all = new ArrayList<>(List.of("Authorization", "Bearer " + reader.token()));
        all.addAll(List.of(headers));
        return get(path, all.toArray(String[]::new));
    }

    /** GET with these headers alone. */
    public HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** GET of a record; fails unless the answer is a 200 with exactly the record's members. */
    public <T> T read(String path, Class<T> type) throws IOException, InterruptedException {
        HttpResponse<String> response = read(path);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " answers " + response.statusCode() + ": " + response.body());
        }
        return parse(response.body(), type);
    }

    public static <T> T parse(String json, Class<T> type) {
        try {
            return JsonCodec.of(type).decode(json.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedException e) {
            throw new AssertionError("no " + type.getSimpleName() + ": " + json, e);
        }
    }

    /** Sends a command to where the API takes it. */
    public HttpResponse<String> send(SignedCommand command) throws IOException, InterruptedException {
        ApiPaths.Endpoint endpoint = ApiPaths.of(command.payload().command());
        return send(endpoint.method(), endpoint.path(), command.jws().toArray());
    }

    public HttpResponse<String> send(String method, String path, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", Wire.JOSE)
                .method(method, BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a command and waits until the read model reflects it. */
    public Receipt decide(SignedCommand command) throws IOException, InterruptedException {
        HttpResponse<String> response = send(command);
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode() + ": " + response.body());
        }
        Receipt receipt = parse(response.body(), Receipt.class);
        awaitHeight(receipt.header().height());
        return receipt;
    }

    @Override
    public void close() {
        context.close();
        http.shutdownNow();
    }
}
