package dev.shieldwall.launcher.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles a violation of each rule and looks that this rule fails, and no other does. */
class SeededViolationTest {

    private static final String NAMES = "names say what a thing is";

    @TempDir
    Path folder;

    static Stream<Arguments> seeds() {
        return Stream.concat(each(), vagueNames());
    }

    private static Stream<Arguments> vagueNames() {
        return Stream.concat(
                Architecture.VAGUE_ENDINGS.stream()
                        .map(end -> seed(NAMES, "launcher.seed.Plan" + end, "class Plan" + end + " { }")),
                Architecture.VAGUE_PACKAGES.stream().map(name -> seed(NAMES, "launcher." + name + ".A", "class A { }")));
    }

    private static Stream<Arguments> each() {
        return Stream.of(
                seed("pure modules know no framework, network, file or thread",
                        "model.seed.A", "class A { java.util.concurrent.locks.Lock lock; }"),
                seed("pure modules know no framework, network, file or thread",
                        "ledger.seed.A", "class A { java.io.File file; }"),
                seed("pure modules know no framework, network, file or thread",
                        "consensus.seed.A", "@org.springframework.stereotype.Component class A { }"),
                seed("pure modules know no framework, network, file or thread",
                        "transport.seed.core.A", "class A { java.net.Socket socket; }"),
                seed("the host alone reads the clock or draws randomness",
                        "ledger.seed.A", "class A { Object now() { return java.time.Instant.now(); } }"),
                seed("the host alone reads the clock or draws randomness",
                        "consensus.seed.A", "class A { long now() { return System.nanoTime(); } }"),
                seed("the host alone reads the clock or draws randomness",
                        "model.seed.A", "class A { Object id() { return java.util.UUID.randomUUID(); } }"),
                seed("the host alone reads the clock or draws randomness",
                        "ledger.seed.A", "class A { java.security.SecureRandom random; }"),
                seed("packages are free of cycles",
                        "launcher.one.A", "public class A { dev.shieldwall.launcher.two.B b; }",
                        "launcher.two.B", "public class B { dev.shieldwall.launcher.one.A a; }"),
                seed("packages of a module follow their order",
                        "model.receipt.B", "public class B { }",
                        "model.codec.A", "class A { dev.shieldwall.model.receipt.B b; }"),
                seed("packages of a module follow their order",
                        "ledger.session.B", "public class B { }",
                        "ledger.identity.A", "class A { dev.shieldwall.ledger.session.B b; }"),
                seed("packages of a module follow their order",
                        "replica.http.B", "public class B { }",
                        "replica.wal.A", "class A { dev.shieldwall.replica.http.B b; }"),
                seed("no package imports the root of its module",
                        "launcher.B", "public class B { }",
                        "launcher.seed.A", "class A { dev.shieldwall.launcher.B b; }"),
                seed("modules are used through their edge",
                        "ledger.seed.B", "public class B { }",
                        "launcher.seed.A", "class A { dev.shieldwall.ledger.seed.B b; }"),
                seed("modules are used through their edge",
                        "replica.seed.B", "public class B { }",
                        "launcher.seed.A", "class A { dev.shieldwall.replica.seed.B b; }"),
                seed("secrets are read by few",
                        "launcher.seed.A",
                        "class A { Object s() { return dev.shieldwall.crypto.SecretAccess.granted(); } }"),
                // As a java.security.Key it gives its bytes to whoever holds it.
                seed("secrets become keys in crypto",
                        "launcher.seed.A",
                        "class A { java.security.Key k(dev.shieldwall.crypto.SecretBytes s) { return s.asKey(\"x\"); } }"),
                seed("secrets become keys in crypto",
                        "launcher.seed.A",
                        "class A { java.util.function.BiFunction<dev.shieldwall.crypto.SecretBytes, String, Object> k ="
                                + " dev.shieldwall.crypto.SecretBytes::asKey; }"),
                seed(NAMES, "launcher.seed.BasePlan", "class BasePlan { }"),
                // The edge of a module is its *Application, so this passes every other rule.
                seed("services do not depend on each other",
                        "session.SeedApplication", "public class SeedApplication { }",
                        "audit.seed.A", "class A { dev.shieldwall.session.SeedApplication b; }"),
                seed("controllers and repositories are package-private",
                        "identity.seed.SeedController", "public class SeedController { }"),
                seed("HTTP clients only where calls leave the process",
                        "service.seed.A", "class A { java.net.http.HttpClient client; }"),
                seed("HTTP clients only where calls leave the process",
                        "session.seed.A", "class A { org.springframework.web.client.RestClient client; }"),
                seed("HTTP clients only where calls leave the process",
                        "replica.host.A", "class A { java.net.HttpURLConnection connection; }"),
                seed("shared-service knows no feature",
                        "model.session.B", "public class B { }",
                        "service.seed.A", "class A { dev.shieldwall.model.session.B b; }"),
                seed("tables of a service stay in its read model",
                        "session.seed.A", "class A { org.springframework.jdbc.core.simple.JdbcClient client; }"),
                seed("JPA stays in read models and no entity leaves them",
                        "session.seed.A", "class A { jakarta.persistence.EntityManager entities; }"),
                seed("JPA stays in read models and no entity leaves them",
                        "service.seed.A", "class A { org.springframework.orm.jpa.JpaTransactionManager manager; }"),
                seed("JPA stays in read models and no entity leaves them",
                        "replica.store.A",
                        "interface A extends org.springframework.data.repository.Repository<A, Long> { }"),
                seed("JPA stays in read models and no entity leaves them",
                        "audit.readmodel.A", "@jakarta.persistence.Entity public class A { }"),
                seed("JPA stays in read models and no entity leaves them",
                        "audit.readmodel.A", "@jakarta.persistence.Entity class A { }",
                        "audit.readmodel.SeedController",
                        "class SeedController { java.util.List<A> list() { return null; } }"),
                seed("cryptography stays in crypto",
                        "launcher.seed.A", "class A { java.security.MessageDigest digest; }"),
                seed("cryptography stays in crypto",
                        "gateway.seed.A", "class A { javax.crypto.Mac mac; }"),
                seed("ZeroMQ stays in the bus", "transport.channel.A", "class A { org.zeromq.ZContext context; }"),
                seed("ZeroMQ stays in the bus", "transport.bus.core.A", "class A { zmq.Msg message; }"));
    }

    private static Arguments seed(String rule, String... namesAndBodies) {
        return arguments(rule, List.of(namesAndBodies));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("seeds")
    void breaksItsRuleAndNoOther(String broken, List<String> namesAndBodies) throws IOException {
        JavaClasses classes = new ClassFileImporter().importPath(compile(namesAndBodies));
        var failing = new ArrayList<String>();
        Architecture.rules().forEach((name, rule) -> {
            if (rule.allowEmptyShould(true).evaluate(classes).hasViolation()) {
                failing.add(name);
            }
        });
        assertThat(failing).containsExactly(broken);
    }

    @Test
    void everyRuleHasASeed() {
        assertThat(seeds().map(seed -> (String) seed.get()[0]).distinct())
                .containsExactlyInAnyOrderElementsOf(Architecture.rules().keySet());
    }

    @Test
    void floatingPointIsSeenInAnyInstruction() throws IOException {
        Path classes = compile(List.of(
                "ledger.seed.A",
                "class A { long exact(long a) { return a * 3 / 2; } long rounded(long a) { return (long) (a * 1.5); } }"));
        assertThat(ArchitectureTest.floatingPoint(
                        classes.resolve("dev/shieldwall/ledger/seed/A.class").toUri()))
                .containsExactly("dev/shieldwall/ledger/seed/A.rounded");
    }

    private Path compile(List<String> namesAndBodies) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        var command = new ArrayList<>(List.of(
                "-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
        for (int i = 0; i < namesAndBodies.size(); i += 2) {
            String name = "dev.shieldwall." + namesAndBodies.get(i);
            String simple = name.substring(name.lastIndexOf('.') + 1);
            Path source = Files.createDirectories(folder.resolve("source" + i)).resolve(simple + ".java");
            String inPackage = "package " + name.substring(0, name.lastIndexOf('.')) + "; ";
            Files.writeString(source, inPackage + namesAndBodies.get(i + 1));
            command.add(source.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, command.toArray(String[]::new)))
                .isZero();
        return classes;
    }
}
