package dev.shieldwall.capability;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts capability-service. Its own configuration is {@code capability.yml}; database, replicas and genesis come from outside. */
@SpringBootApplication
public class CapabilityApplication {

    /** Not yet started, so that a launcher can run it as one of several contexts in a process. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(CapabilityApplication.class).properties("spring.config.name=capability");
    }

    public static void main(String[] args) {
        builder().run(args);
    }
}
