package dev.shieldwall.gateway.health;

import dev.shieldwall.gateway.health.MeshHealth.Component;
import dev.shieldwall.gateway.health.MeshHealth.Status;
import dev.shieldwall.gateway.route.UpstreamProperties;
import dev.shieldwall.model.block.ReplicaKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks every component at once. The answer is kept for a moment, so that strangers who ask often make no load behind
 * the gateway.
 */
class HealthProbe implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration KEPT = Duration.ofMillis(500);
    private static final int MAX_STATUS_BYTES = 65_536;
    private static final Pattern ROLE = Pattern.compile("\"role\"\\s*:\\s*\"([a-z-]{1,32})\"");
    private static final Pattern HEIGHT = Pattern.compile("\"height\"\\s*:\\s*([0-9]{1,15})");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final UpstreamProperties upstreams;
    private final int quorum;
    private @Nullable Asked last;

    private record Asked(MeshHealth health, long atNanos) {}

    HealthProbe(UpstreamProperties upstreams, ReplicaKeys replicas) {
        this.upstreams = upstreams;
        this.quorum = replicas.set().quorum();
    }

    /** One thread asks while the others wait for its answer. */
    synchronized MeshHealth health() throws InterruptedException {
        long now = System.nanoTime();
        if (last == null || now - last.atNanos() > KEPT.toNanos()) {
            last = new Asked(ask(), now);
        }
        return last.health();
    }

    private MeshHealth ask() throws InterruptedException {
        var questions = new ArrayList<Callable<Component>>();
        UpstreamProperties.Services services = upstreams.services();
        questions.add(() -> service("identity", services.identity()));
        questions.add(() -> service("capability", services.capability()));
        questions.add(() -> service("session", services.session()));
        questions.add(() -> service("audit", services.audit()));
        int serviceCount = questions.size();
        for (int i = 0; i < upstreams.replicas().size(); i++) {
            String name = "replica-" + i;
            URI replica = upstreams.replicas().get(i);
            questions.add(() -> replica(name, replica));
        }
        List<Component> components = answers(questions);
        int up = countUp(components.subList(0, serviceCount));
        int reachable = countUp(components.subList(serviceCount, components.size()));
        Status status = reachable < quorum || up == 0
                ? Status.DOWN
                : components.stream().allMatch(HealthProbe::isUp) ? Status.UP : Status.DEGRADED;
        return new MeshHealth(status, quorum, reachable, reachable >= quorum, components);
    }

    private static int countUp(List<Component> components) {
        return (int) components.stream().filter(HealthProbe::isUp).count();
    }

    private static boolean isUp(Component component) {
        return component.status() == Status.UP;
    }

    private static List<Component> answers(List<Callable<Component>> questions) throws InterruptedException {
        var components = new ArrayList<Component>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Component> answer : threads.invokeAll(questions)) {
                components.add(answer.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a health question failed", e.getCause());
        }
        return components;
    }

    private Component service(String name, URI base) throws InterruptedException {
        boolean ready = get(base.resolve("/actuator/health/readiness")) != null;
        return new Component(name, ready ? Status.UP : Status.DOWN, null, null);
    }

    private Component replica(String name, URI base) throws InterruptedException {
        String answer = get(base.resolve("/v1/consensus/status"));
        if (answer == null) {
            return new Component(name, Status.DOWN, null, null);
        }
        Matcher role = ROLE.matcher(answer);
        Matcher height = HEIGHT.matcher(answer);
        return new Component(name, Status.UP, role.find() ? role.group(1) : null,
                height.find() ? Long.valueOf(height.group(1)) : null);
    }

    /** The body of a 200, otherwise null. */
    private @Nullable String get(URI address) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
        try {
            HttpResponse<String> response = http.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), MAX_STATUS_BYTES));
            return response.statusCode() == 200 ? response.body() : null;
        } catch (IOException noAnswer) {
            return null;
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
