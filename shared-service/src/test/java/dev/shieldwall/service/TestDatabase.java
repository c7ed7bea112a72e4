package dev.shieldwall.service;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL for the tests of a JVM, with a schema of its own for each test context: a container where Docker
 * answers, else an embedded server of the same version. Ends with the JVM.
 */
public final class TestDatabase {

    private static final String IMAGE = "postgres:18.6";
    /** Contexts of a test run may stand side by side, each with a pool. */
    private static final int CONNECTIONS = 300;

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestDatabase() {}

    private static final class Holder {
        static final String URL = dockerAnswers() ? container() : embedded();
    }

    /** Testcontainers tells at length, as an error, that there is no Docker; one line of ours says what follows. */
    private static boolean dockerAnswers() {
        var log = (Logger) LoggerFactory.getLogger("org.testcontainers");
        Level before = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            boolean answers = DockerClientFactory.instance().isDockerAvailable();
            System.err.println(answers
                    ? "tests use PostgreSQL in a container, " + IMAGE
                    : "no Docker answers: tests use the embedded PostgreSQL");
            return answers;
        } finally {
            log.setLevel(before);
        }
    }

    /** Never closed: Testcontainers removes what is left when the JVM ends. */
    private static String container() {
        var postgres = new PostgreSQLContainer(IMAGE);
        postgres.setCommand("postgres", "-c", "fsync=off", "-c", "max_connections=" + CONNECTIONS);
        postgres.start();
        String url = postgres.getJdbcUrl();
        return url + (url.contains("?") ? "&" : "?") + "user=" + postgres.getUsername() + "&password="
                + postgres.getPassword();
    }

    private static String embedded() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", Integer.toString(CONNECTIONS))
                    .start()
                    .getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JDBC address of the database, user and password included. */
    public static String url() {
        return Holder.URL;
    }

    /** A schema name that no other test of this JVM uses. */
    public static String freshSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }
}
