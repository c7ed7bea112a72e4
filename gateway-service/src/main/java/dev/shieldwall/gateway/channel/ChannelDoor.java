package dev.shieldwall.gateway.channel;

import dev.shieldwall.transport.channel.ChannelConfiguration;
import dev.shieldwall.transport.channel.ChannelEvent;
import dev.shieldwall.transport.channel.ChannelEvents;
import dev.shieldwall.transport.channel.ChannelGate;
import dev.shieldwall.transport.channel.ConnectionRules;
import dev.shieldwall.transport.channel.IdentityFile;
import dev.shieldwall.transport.channel.SecurityPolicy;
import dev.shieldwall.transport.channel.core.ChannelSuite;
import dev.shieldwall.transport.channel.core.ComponentName;
import dev.shieldwall.transport.channel.core.LocalIdentity;
import dev.shieldwall.transport.channel.core.ServerHandshake;
import dev.shieldwall.transport.channel.core.SessionRules;
import java.io.IOException;
import java.nio.channels.ByteChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens channels to the peers of the file, which it looks at every two seconds. */
class ChannelDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelDoor.class);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final LocalIdentity own;
    private final PeersFile peers;
    private final ChannelGate gate;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("channel-peers").factory());
    private String known;

    ChannelDoor(ChannelProperties properties, ChannelCalls calls) throws IOException {
        this.own = IdentityFile.loadOrCreate(
                properties.folder(), new ComponentName(properties.name()), new SecureRandom());
        this.peers = new PeersFile(properties.folder().resolve("peers"));
        this.known = peers.read();
        var party = new ServerHandshake.Party(own, peers.parse(known), List.of(ChannelSuite.HYBRID, ChannelSuite.X25519));
        this.gate = new ChannelGate(party, configuration(properties.limits()), calls::serve);
        looking.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        LOG.info("secure channels as {} with the key {}", own.name(), own.key());
    }

    private static ChannelConfiguration configuration(ChannelProperties.Limits limits) {
        ConnectionRules rules = ConnectionRules.DEFAULT;
        var connection = new ConnectionRules(
                rules.handshakeTimeout(), rules.keepaliveInterval(), rules.retryLimit(), limits.admission());
        return new ChannelConfiguration(SessionRules.DEFAULT, connection, SecurityPolicy.DEFAULT);
    }

    /** Who was taken off the file loses its channels. A file that cannot be read or makes no sense changes nothing. */
    private void look() {
        try {
            String now = peers.read();
            if (!now.equals(known)) {
                gate.allow(peers.parse(now));
                known = now;
                LOG.info("{} says anew who may open a channel", peers.file());
            }
        } catch (IOException e) {
            LOG.warn("the list of who may open a channel stays as it was: {}", e.getMessage());
        }
    }

    Optional<ChannelEvent> admit(ByteChannel carrier, String origin) {
        return gate.admit(carrier, origin);
    }

    ChannelEvents events() {
        return gate.events();
    }

    int openChannels() {
        return gate.openChannels();
    }

    @Override
    public void close() {
        looking.shutdownNow();
        gate.close();
    }
}
