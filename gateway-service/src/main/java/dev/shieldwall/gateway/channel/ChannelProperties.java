package dev.shieldwall.gateway.channel;

import dev.shieldwall.transport.channel.AdmissionLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Without a folder the gateway offers no channel.
 *
 * @param folder holds the gateway's identity, made at the first start, and the file {@code peers}
 * @param name what clients call the gateway on a channel
 * @param limits what strangers may take; behind a proxy all of them share one address
 */
@ConfigurationProperties("shieldwall.gateway.channel")
record ChannelProperties(Path folder, @DefaultValue("gateway") String name, @DefaultValue Limits limits) {

    /**
     * @param connections of all together
     * @param connectionsPerAddress of one address
     * @param handshakesPerAddress in progress
     * @param failures after which an address is locked out
     * @param lockout how long
     */
    record Limits(
            @DefaultValue("1024") int connections, @DefaultValue("256") int connectionsPerAddress,
            @DefaultValue("32") int handshakesPerAddress, @DefaultValue("10") int failures,
            @DefaultValue("60s") Duration lockout) {

        AdmissionLimits admission() {
            return new AdmissionLimits(connections, connectionsPerAddress, handshakesPerAddress, failures, lockout);
        }
    }
}
