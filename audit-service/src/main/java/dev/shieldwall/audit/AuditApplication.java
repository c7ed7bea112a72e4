package dev.shieldwall.audit;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts audit-service. Its own configuration is {@code audit.yml}; database, replicas and genesis come from outside. */
@SpringBootApplication
public class AuditApplication {

    /** Not yet started, so that a launcher can run it as one of several contexts in a process. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(AuditApplication.class).properties("spring.config.name=audit");
    }

    public static void main(String[] args) {
        builder().run(args);
    }
}
