package dev.shieldwall.identity;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts identity-service. Its own configuration is {@code identity.yml}; database, replicas and genesis come from outside. */
@SpringBootApplication
public class IdentityApplication {

    /** Not yet started, so that a launcher can run it as one of several contexts in a process. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(IdentityApplication.class).properties("spring.config.name=identity");
    }

    public static void main(String[] args) {
        builder().run(args);
    }
}
