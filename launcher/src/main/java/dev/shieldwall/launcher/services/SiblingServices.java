package dev.shieldwall.launcher.services;

import dev.shieldwall.audit.AuditApplication;
import dev.shieldwall.capability.CapabilityApplication;
import dev.shieldwall.gateway.GatewayApplication;
import dev.shieldwall.identity.IdentityApplication;
import dev.shieldwall.session.SessionApplication;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Identity, capability, session, audit and the gateway in one JVM, each a Spring context with its own port, schema,
 * connection pool and configuration. They share nothing but class path and heap.
 */
public final class SiblingServices implements AutoCloseable {

    /** Two start at once: the machine that a mesh is made for has two cores. */
    private static final int STARTING_AT_ONCE = 2;

    private static final Map<String, Supplier<SpringApplicationBuilder>> SERVICES = services();

    private final Map<String, ConfigurableApplicationContext> contexts;

    private SiblingServices(Map<String, ConfigurableApplicationContext> contexts) {
        this.contexts = contexts;
    }

    private static Map<String, Supplier<SpringApplicationBuilder>> services() {
        var services = new LinkedHashMap<String, Supplier<SpringApplicationBuilder>>();
        services.put("identity", IdentityApplication::builder);
        services.put("capability", CapabilityApplication::builder);
        services.put("session", SessionApplication::builder);
        services.put("audit", AuditApplication::builder);
        services.put("gateway", GatewayApplication::builder);
        return services;
    }

    /**
     * Starts all of them, and none if one fails. The first starts alone, because it starts the logging of the whole
     * JVM; its siblings leave that alone.
     *
     * @param config folder with a property file for each service
     */
    public static SiblingServices start(Path config) throws InterruptedException, ExecutionException {
        var contexts = new LinkedHashMap<String, ConfigurableApplicationContext>();
        List<String> names = new ArrayList<>(SERVICES.keySet());
        String first = names.removeFirst();
        contexts.put(first, start(first, config));
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        var started = new LinkedHashMap<String, Future<ConfigurableApplicationContext>>();
        try (ExecutorService starting = Executors.newFixedThreadPool(STARTING_AT_ONCE)) {
            for (String name : names) {
                started.put(name, starting.submit(() -> start(name, config)));
            }
        }
        try {
            for (var entry : started.entrySet()) {
                contexts.put(entry.getKey(), entry.getValue().get());
            }
        } catch (ExecutionException e) {
            new SiblingServices(contexts).close();
            throw e;
        }
        return new SiblingServices(contexts);
    }

    private static ConfigurableApplicationContext start(String name, Path config) {
        CurrentService.enter(name);
        SpringApplicationBuilder builder = Objects.requireNonNull(SERVICES.get(name)).get();
        return builder.registerShutdownHook(false)
                .run(
                        "--spring.config.additional-location=file:" + config.resolve(name + ".properties"),
                        "--logging.config=classpath:logback-services.xml",
                        "--spring.jmx.enabled=false",
                        "--management.metrics.use-global-registry=false");
    }

    Map<String, ConfigurableApplicationContext> contexts() {
        return Map.copyOf(contexts);
    }

    /** All at once; each finishes the requests it has begun. */
    @Override
    public void close() {
        try (ExecutorService closing = Executors.newVirtualThreadPerTaskExecutor()) {
            contexts.forEach((name, context) -> closing.execute(() -> {
                CurrentService.enter(name);
                context.close();
            }));
        }
    }
}
