package dev.shieldwall.session;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts session-service. Its own configuration is {@code session.yml}; database, replicas and genesis come from outside. */
@SpringBootApplication
public class SessionApplication {

    /** Not yet started, so that a launcher can run it as one of several contexts in a process. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(SessionApplication.class).properties("spring.config.name=session");
    }

    public static void main(String[] args) {
        builder().run(args);
    }
}
