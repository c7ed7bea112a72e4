package dev.shieldwall.launcher.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.launcher.FreePorts;
import dev.shieldwall.launcher.folder.DataFolder;
import dev.shieldwall.launcher.genesis.LocalGenesis;
import dev.shieldwall.launcher.mesh.MeshPlan;
import dev.shieldwall.launcher.mesh.Programs;
import dev.shieldwall.launcher.postgres.PostgresCluster;
import dev.shieldwall.launcher.process.Health;
import jakarta.persistence.EntityManagerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** All services in this JVM, with the real database and no replica. */
class SiblingServicesTest {

    private static final List<String> NAMES = List.of("identity", "capability", "session", "audit", "gateway");

    @TempDir
    static Path folder;

    private static MeshPlan plan;
    private static ProcessHandle database;
    private static SiblingServices services;

    @BeforeAll
    static void start() throws Exception {
        var data = new DataFolder(folder.resolve("data"));
        data.open(FreePorts.block());
        plan = MeshPlan.of(data, Programs.ofThisProcess());
        LocalGenesis.of(data).create(4, data::replica, System.currentTimeMillis());
        PostgresCluster postgres = plan.postgres();
        postgres.prepare();
        database = postgres.start();
        while (!postgres.probe().ask().equals(Health.OK)) {
            Thread.sleep(50);
        }
        plan.writeConfig();
        services = SiblingServices.start(data.config());
    }

    @AfterAll
    static void end() throws Exception {
        if (services != null) {
            services.close();
        }
        if (database != null) {
            database.destroyForcibly();
            database.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void noContextHoldsTheBeansOfAnother() {
        assertThat(services.contexts().keySet()).containsExactlyInAnyOrderElementsOf(NAMES);
        services.contexts().forEach((name, context) -> {
            assertThat(beanPackages(context, "dev.shieldwall."))
                    .as(name)
                    .contains("dev.shieldwall." + name)
                    .doesNotContainAnyElementsOf(NAMES.stream()
                            .filter(other -> !other.equals(name))
                            .map(other -> "dev.shieldwall." + other)
                            .toList());
            boolean gateway = name.equals("gateway");
            assertThat(beanPackages(context, "org.springframework.cloud.gateway.").isEmpty())
                    .as(name)
                    .isEqualTo(!gateway);
            assertThat(context.getBeanNamesForType(DataSource.class).length == 0)
                    .as(name)
                    .isEqualTo(gateway);
        });
    }

    /** One class path holds the entities of all; each context maps those of its own service and nobody else's. */
    @Test
    void eachContextMapsItsOwnTablesAndTheGatewayNone() {
        services.contexts().forEach((name, context) -> {
            assertThat(context.getBeanNamesForType(EntityManagerFactory.class).length)
                    .as(name)
                    .isEqualTo(name.equals("gateway") ? 0 : 1);
            assertThat(context.getBeansOfType(EntityManagerFactory.class).values().stream()
                            .flatMap(tables -> tables.getMetamodel().getEntities().stream())
                            .map(entity -> entity.getJavaType().getPackageName())
                            .filter(home -> !home.equals("dev.shieldwall." + name + ".readmodel")))
                    .as(name)
                    .isEmpty();
        });
    }

    /** The first so many parts of the names of the packages that beans come from. */
    private static List<String> beanPackages(ConfigurableApplicationContext context, String prefix) {
        int parts = prefix.split("\\.").length + 1;
        return Arrays.stream(context.getBeanDefinitionNames())
                .map(bean -> context.getType(bean, false))
                .filter(type -> type != null && type.getName().startsWith(prefix))
                .map(type -> String.join(".", Arrays.asList(type.getName().split("\\.")).subList(0, parts)))
                .distinct()
                .toList();
    }

    @Test
    void eachListensOnItsPortAndIsReady() throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            for (int port : List.of(
                    plan.ports().identity(), plan.ports().capability(), plan.ports().session(), plan.ports().audit(),
                    plan.ports().gateway())) {
                var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
                assertThat(http.send(request.build(), BodyHandlers.ofString()).statusCode())
                        .as("port " + port)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void threadsOfAServiceKnowItsName() throws Exception {
        CurrentService.enter("audit");
        var seen = new String[1];
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        Thread.ofVirtual()
                                .start(() -> seen[0] = CurrentService.name().orElse("none"))
                                .join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                })
                .join();
        assertThat(seen[0]).isEqualTo("audit");
    }
}
