package dev.shieldwall.service;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * One real PostgreSQL for the tests of a JVM, embedded, with a schema of its own for each test context. Ends with the
 * JVM.
 */
public final class TestDatabase {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestDatabase() {}

    private static final class Holder {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** JDBC address of the database {@code postgres}, user and password included. */
    public static String url() {
        return Holder.POSTGRES.getJdbcUrl("postgres", "postgres");
    }

    /** A schema name that no other test of this JVM uses. */
    public static String freshSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    /** Points a Spring context at a fresh schema. */
    public static void register(DynamicPropertyRegistry registry) {
        String schema = freshSchema();
        registry.add("spring.datasource.url", TestDatabase::url);
        registry.add("spring.datasource.hikari.schema", () -> schema);
        registry.add("spring.flyway.default-schema", () -> schema);
        registry.add("spring.flyway.schemas", () -> schema);
        registry.add("spring.jpa.properties.hibernate.default_schema", () -> schema);
    }
}
