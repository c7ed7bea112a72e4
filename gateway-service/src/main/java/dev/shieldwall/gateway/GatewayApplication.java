package dev.shieldwall.gateway;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Starts the gateway. Its own configuration is {@code gateway.yml}; addresses and genesis come from outside. */
@SpringBootApplication
public class GatewayApplication {

    /** Not yet started, so that a launcher can run it as one of several contexts in a process. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(GatewayApplication.class).properties("spring.config.name=gateway");
    }

    public static void main(String[] args) {
        builder().run(args);
    }
}
