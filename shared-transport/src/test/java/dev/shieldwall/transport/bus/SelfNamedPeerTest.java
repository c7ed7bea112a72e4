package dev.shieldwall.transport.bus;

import static dev.shieldwall.transport.bus.TestBus.GATEWAY;
import static dev.shieldwall.transport.bus.TestBus.LOGIN;
import static dev.shieldwall.transport.bus.TestBus.RANDOM;
import static dev.shieldwall.transport.bus.TestBus.SCHEDULER;
import static dev.shieldwall.transport.bus.TestBus.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.Topic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JeroMQ lets a peer's handshake overwrite the User-Id that the ZAP handler gave; here nobody gains by it. */
class SelfNamedPeerTest {

    private final byte[] secret = new byte[32];
    private TestBus bus;

    @BeforeEach
    void start() throws Exception {
        bus = new TestBus();
        RANDOM.nextBytes(secret);
        bus.allowed.put(CurveKeyPair.of(secret).publicKey(), SCHEDULER);
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private HandMadePeer peer(String... metadata) throws Exception {
        byte[][] own = {CurveKeyPair.of(secret).publicKey().bytes(), secret};
        return new HandMadePeer(bus.publishers().address(), bus.brokerKeys.publicKey(), own, metadata);
    }

    private static void publish(HandMadePeer peer, Topic topic, byte[] message) throws Exception {
        peer.send(topic.bytes(), true);
        peer.send(message, false);
    }

    @Test
    void withoutTricksItIsServed() throws Exception {
        try (HandMadePeer peer = peer("Socket-Type", "PUB")) {
            publish(peer, TestBus.ENTRY, message(SCHEDULER, TestBus.ENTRY, "honest").encode());
            bus.awaitEvent(BusEvent.PUBLISHED, 1);
        }
    }

    @Test
    void whoNamesItselfIsNobody() throws Exception {
        bus.publisher(GATEWAY);
        try (HandMadePeer peer = peer("Socket-Type", "PUB", "User-Id", GATEWAY.value())) {
            publish(peer, LOGIN, message(GATEWAY, LOGIN, "forged").encode());
            bus.awaitEvent(BusEvent.UNKNOWN_SENDER, 1);
            assertThat(bus.broker.total(BusEvent.PUBLISHED)).isZero();
        }
    }
}
