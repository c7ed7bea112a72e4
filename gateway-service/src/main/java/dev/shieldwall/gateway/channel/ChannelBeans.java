package dev.shieldwall.gateway.channel;

import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.transport.channel.ChannelEvent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The channel, where a folder is configured for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ChannelProperties.class)
@ConditionalOnProperty("shieldwall.gateway.channel.folder")
class ChannelBeans {

    /** What a call may have beside a command: method, path, token. */
    private static final int CALL_OVERHEAD_BYTES = 8_192;

    @Bean
    ChannelDoor channelDoor(ChannelProperties properties, Environment environment, Genesis genesis, MeterRegistry meters)
            throws IOException {
        if (environment.containsProperty("server.ssl.bundle") || environment.containsProperty("server.ssl.key-store")
                || environment.containsProperty("server.ssl.certificate")) {
            throw new IllegalStateException("the channel calls this gateway over plain HTTP: end TLS in front of it");
        }
        var calls = new ChannelCalls(
                properties.name(), () -> ownAddress(environment), genesis.limits().commandBytes() + CALL_OVERHEAD_BYTES,
                ChannelCalls.PATIENCE);
        var door = new ChannelDoor(properties, calls);
        Gauge.builder("shieldwall.channels", door, ChannelDoor::openChannels)
                .description("secure channels that are open")
                .register(meters);
        for (ChannelEvent event : ChannelEvent.values()) {
            FunctionCounter.builder("shieldwall.channel.events", door, it -> it.events().of(event))
                    .tag("event", event.name())
                    .description("what happened to connections that wanted to be channels")
                    .register(meters);
        }
        return door;
    }

    /** An IPv6 address in a URI (RFC 3986 section 3.2.2). */
    private static String bracketed(String address) {
        return address.contains(":") && !address.startsWith("[") ? "[" + address + "]" : address;
    }

    /** The port is known once the server listens, which is before anybody gets through. */
    private static URI ownAddress(Environment environment) {
        String address = environment.getProperty("server.address", "127.0.0.1");
        boolean any = List.of("0.0.0.0", "::", "[::]").contains(address);
        return URI.create("http://" + (any ? "127.0.0.1" : bracketed(address)) + ":"
                + environment.getRequiredProperty("local.server.port"));
    }
}
