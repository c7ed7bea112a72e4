package dev.shieldwall.transport.bus;

import static dev.shieldwall.transport.bus.TestBus.CONSUMER;
import static dev.shieldwall.transport.bus.TestBus.ENTRY;
import static dev.shieldwall.transport.bus.TestBus.GATEWAY;
import static dev.shieldwall.transport.bus.TestBus.LOGIN;
import static dev.shieldwall.transport.bus.TestBus.LONG;
import static dev.shieldwall.transport.bus.TestBus.RANDOM;
import static dev.shieldwall.transport.bus.TestBus.SCHEDULER;
import static dev.shieldwall.transport.bus.TestBus.SHORT;
import static dev.shieldwall.transport.bus.TestBus.message;
import static dev.shieldwall.transport.bus.TestBus.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.transport.bus.core.AccessList;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.Topic;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/** The broker over real sockets. Where nothing must come, a permitted message sent afterwards is what comes first. */
class BrokerTest {

    private TestBus bus;

    @BeforeEach
    void start() throws MalformedException {
        bus = new TestBus();
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private static String next(BusSubscriber subscriber) {
        return text(subscriber.receive(LONG).orElseThrow().message());
    }

    private void publish(BusPublisher publisher, Topic topic, AicoMessage message) {
        assertThat(publisher.publish(topic, message)).isEqualTo(BusPublisher.Outcome.QUEUED);
    }

    @Test
    void aSubscriberGetsWhatIsPublishedAfterItsWelcome() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        publish(bus.publisher(GATEWAY), ENTRY, message(GATEWAY, ENTRY, "hello"));
        BusSubscriber.Received received = subscriber.receive(LONG).orElseThrow();
        assertThat(received.topic()).isEqualTo(ENTRY);
        assertThat(received.message()).isEqualTo(message(GATEWAY, ENTRY, "hello"));
    }

    @Test
    void aFreshKeyGetsNothingAndSendsNothing() {
        BusPublisher stranger = bus.publisher(CurveKeyPair.generate(RANDOM));
        BusSubscriber listener = bus.subscriber(CurveKeyPair.generate(RANDOM), "*");
        bus.awaitEvent(BusEvent.KEY_REFUSED, 2);
        assertThat(stranger.publish(ENTRY, message(GATEWAY, ENTRY, "x"))).isEqualTo(BusPublisher.Outcome.NOT_CONNECTED);
        assertThat(listener.awaitWelcome(0, SHORT)).isEmpty();
    }

    @Test
    void aPlaintextClientGetsNothing() {
        BusSubscriber permitted = bus.subscriber(CONSUMER, "logs/");
        try (var context = new ZContext()) {
            ZMQ.Socket sub = context.createSocket(SocketType.SUB);
            sub.subscribe("");
            sub.connect(bus.subscribers().address());
            ZMQ.Socket pub = context.createSocket(SocketType.XPUB);
            pub.connect(bus.publishers().address());
            pub.setReceiveTimeOut((int) SHORT.toMillis());
            assertThat(pub.recv()).isNull();
            publish(bus.publisher(GATEWAY), ENTRY, message(GATEWAY, ENTRY, "secret"));
            assertThat(next(permitted)).isEqualTo("secret");
            sub.setReceiveTimeOut((int) SHORT.toMillis());
            assertThat(sub.recv()).isNull();
        }
    }

    @Test
    void whoExpectsAnotherBrokerKeyGetsNothing() {
        var wrong = new BrokerEndpoint(
                bus.subscribers().address(), CurveKeyPair.generate(RANDOM).publicKey(), TestBus.LIMITS);
        try (var subscriber = new BusSubscriber(bus.keysOf(CONSUMER), wrong, List.of("*"))) {
            assertThat(subscriber.awaitWelcome(0, SHORT)).isEmpty();
            assertThat(bus.broker.total(BusEvent.KEY_ADMITTED)).isZero();
        }
        // And the broker has survived it.
        bus.subscriber(CONSUMER, "logs/");
    }

    @Test
    void publishingNeedsTheRight() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "*");
        BusPublisher scheduler = bus.publisher(SCHEDULER);
        publish(scheduler, LOGIN, message(SCHEDULER, LOGIN, "forbidden"));
        publish(scheduler, ENTRY, message(SCHEDULER, ENTRY, "permitted"));
        assertThat(next(subscriber)).isEqualTo("permitted");
        assertThat(bus.broker.total(BusEvent.FORBIDDEN_TOPIC)).isEqualTo(1);
    }

    @Test
    void subscribingNeedsTheRight() {
        BusSubscriber subscriber = bus.subscriber(bus.keysOf(CONSUMER), "auth/", "logs/");
        assertThat(subscriber.awaitWelcome(0, LONG)).contains(new Welcome(1, 1));
        BusPublisher gateway = bus.publisher(GATEWAY);
        publish(gateway, LOGIN, message(GATEWAY, LOGIN, "not for logs"));
        publish(gateway, ENTRY, message(GATEWAY, ENTRY, "for logs"));
        assertThat(next(subscriber)).isEqualTo("for logs");
        assertThat(bus.broker.total(BusEvent.SUBSCRIPTION_REFUSED)).isEqualTo(1);
    }

    @Test
    void aSubscriptionToEverythingGetsWhatIsPermitted() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "**");
        BusPublisher gateway = bus.publisher(GATEWAY);
        publish(gateway, LOGIN, message(GATEWAY, LOGIN, "not for logs"));
        publish(gateway, ENTRY, message(GATEWAY, ENTRY, "for logs"));
        assertThat(next(subscriber)).isEqualTo("for logs");
    }

    @Test
    void aRightThatIsTakenAwayEndsAtOnce() throws MalformedException {
        BusSubscriber consumer = bus.subscriber(CONSUMER, "logs/");
        BusSubscriber other = bus.subscriber(GATEWAY, "logs/");
        BusPublisher publisher = bus.publisher(SCHEDULER);
        publish(publisher, ENTRY, message(SCHEDULER, ENTRY, "before"));
        assertThat(next(consumer)).isEqualTo("before");
        bus.rights.set(AccessList.parse("scheduler publish logs/**\ngateway subscribe logs/**"));
        publish(publisher, ENTRY, message(SCHEDULER, ENTRY, "after"));
        assertThat(next(other)).isEqualTo("before");
        assertThat(next(other)).isEqualTo("after");
        assertThat(consumer.receive(SHORT)).isEmpty();
    }

    @Test
    void aSourceThatIsNotTheSenderIsRefused() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        BusPublisher scheduler = bus.publisher(SCHEDULER);
        publish(scheduler, ENTRY, message(GATEWAY, ENTRY, "forged"));
        publish(scheduler, ENTRY, message(SCHEDULER, ENTRY, "honest"));
        assertThat(next(subscriber)).isEqualTo("honest");
        assertThat(bus.broker.total(BusEvent.FORGED_SOURCE)).isEqualTo(1);
    }

    @Test
    void aMessageOfAnotherTypeThanItsTopicIsRefused() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        BusPublisher scheduler = bus.publisher(SCHEDULER);
        publish(scheduler, ENTRY, message(SCHEDULER, LOGIN, "type"));
        publish(scheduler, ENTRY, message(SCHEDULER, ENTRY, "honest"));
        assertThat(next(subscriber)).isEqualTo("honest");
        assertThat(bus.broker.total(BusEvent.WRONG_MESSAGE_TYPE)).isEqualTo(1);
    }

    @Test
    void aTopicForAPeerReachesThatPeerAlone() {
        BusSubscriber consumer = bus.subscriber(CONSUMER, "logs/");
        BusSubscriber gateway = bus.subscriber(GATEWAY, "logs/");
        BusPublisher scheduler = bus.publisher(SCHEDULER);
        publish(scheduler, ENTRY.forPeer(CONSUMER), message(SCHEDULER, ENTRY, "private"));
        publish(scheduler, ENTRY, message(SCHEDULER, ENTRY, "public"));
        assertThat(next(consumer)).isEqualTo("private");
        assertThat(next(gateway)).isEqualTo("public");
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        BusPublisher scheduler = bus.publisher(SCHEDULER);
        assertThat(scheduler.publish(ENTRY, new byte[] {1, 2, 3})).isEqualTo(BusPublisher.Outcome.QUEUED);
        publish(scheduler, ENTRY, message(SCHEDULER, ENTRY, "good"));
        assertThat(next(subscriber)).isEqualTo("good");
        assertThat(bus.broker.total(BusEvent.MALFORMED_MESSAGE)).isEqualTo(1);
    }

    @Test
    void framesAndTopicsThatAreNoneAreRefused() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        try (var raw = new RawPublisher(bus, SCHEDULER)) {
            byte[] good = message(SCHEDULER, ENTRY, "good").encode();
            raw.send("logs/entry/v1".getBytes(StandardCharsets.UTF_8));
            raw.send(ENTRY.bytes(), good, good);
            raw.send(new byte[][] {{1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11}});
            raw.send("logs/Entry/v1".getBytes(StandardCharsets.UTF_8), good);
            raw.send(ENTRY.bytes(), good);
            assertThat(next(subscriber)).isEqualTo("good");
        }
        assertThat(bus.broker.total(BusEvent.WRONG_FRAMES)).isEqualTo(3);
        assertThat(bus.broker.total(BusEvent.MALFORMED_TOPIC)).isEqualTo(1);
    }

    @Test
    void aMessageAboveTheBoundEndsItsConnectionAndOneAtTheBoundPasses() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        int overhead = message(SCHEDULER, ENTRY, "x".repeat(4_000)).encode().length - 4_000;
        String largest = "x".repeat(TestBus.LIMITS.maxMessageBytes() - overhead);
        assertThat(message(SCHEDULER, ENTRY, largest).encode()).hasSizeBetween(8 * 1_024 - 16, 8 * 1_024);
        assertThat(bus.publisher(SCHEDULER).publish(ENTRY, message(SCHEDULER, ENTRY, largest + "x".repeat(20))))
                .isEqualTo(BusPublisher.Outcome.TOO_LARGE);
        try (var raw = new RawPublisher(bus, SCHEDULER)) {
            raw.send(ENTRY.bytes(), message(SCHEDULER, ENTRY, "y".repeat(10_000)).encode());
            BusPublisher good = bus.publisher(SCHEDULER);
            publish(good, ENTRY, message(SCHEDULER, ENTRY, largest));
            assertThat(next(subscriber)).isEqualTo(largest);
        }
    }

    @Test
    void aFloodOfOneLeavesOthersServedAndIsDroppedForTheSlow() throws InterruptedException {
        BusSubscriber slow = bus.subscriber(GATEWAY, "logs/");
        BusSubscriber consumer = bus.subscriber(CONSUMER, "logs/entry/");
        BusPublisher flooder = bus.publisher(SCHEDULER);
        BusPublisher gateway = bus.publisher(GATEWAY);
        var batch = Topic.of("logs/batch/v1");
        byte[] flood = message(SCHEDULER, batch, "f".repeat(6_000)).encode();
        var run = new AtomicBoolean(true);
        Thread thread = Thread.ofPlatform().start(() -> {
            while (run.get()) {
                flooder.publish(batch, flood);
            }
        });
        try {
            bus.awaitEvent(BusEvent.DROPPED_FOR_SLOW_SUBSCRIBER, 1);
            for (int i = 0; i < 20; i++) {
                publish(gateway, ENTRY, message(GATEWAY, ENTRY, "n" + i));
                assertThat(next(consumer)).isEqualTo("n" + i);
            }
        } finally {
            run.set(false);
            thread.join();
        }
        assertThat(slow.receive(LONG)).isPresent();
    }

    @Test
    void afterTheBrokerDiedBothSidesComeBack() {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        BusPublisher publisher = bus.publisher(GATEWAY);
        publish(publisher, ENTRY, message(GATEWAY, ENTRY, "one"));
        assertThat(next(subscriber)).isEqualTo("one");
        Broker.Addresses same = bus.broker.addresses();
        bus.broker.close();
        assertThat(bus.broker.isRunning()).isFalse();
        bus.broker = bus.start(same);
        assertThat(subscriber.awaitWelcome(1, LONG)).contains(new Welcome(1, 0));
        bus.awaitEvent(BusEvent.KEY_ADMITTED, 2);
        publish(publisher, ENTRY, message(GATEWAY, ENTRY, "two"));
        assertThat(next(subscriber)).isEqualTo("two");
    }

    @Test
    void aBrokenHandlerStopsTheBroker() throws InterruptedException {
        BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
        bus.handlerIsBroken = true;
        bus.publisher(bus.keysOf(GATEWAY));
        assertThat(bus.broker.awaitEnd(LONG)).isTrue();
        assertThat(bus.broker.failure()).containsInstanceOf(IllegalStateException.class);
        assertThat(subscriber.receive(SHORT)).isEmpty();
        assertThatThrownBy(() -> {
            String[] address = bus.broker.addresses().subscribers().substring("tcp://".length()).split(":", 2);
            new Socket(address[0], Integer.parseInt(address[1])).close();
        }).isInstanceOf(ConnectException.class);
    }

    @Test
    void twoBrokersDoNotShareAPort() {
        assertThatThrownBy(() -> bus.start(bus.broker.addresses())).isInstanceOf(ZMQException.class);
    }

    @Test
    void aConnectionThatEndsIsForgotten() {
        for (int i = 0; i < 40; i++) {
            BusSubscriber each = bus.subscriber(CONSUMER, "logs/");
            bus.opened.remove(each);
            each.close();
        }
        // More than one component may hold at a time.
        bus.subscriber(CONSUMER, "logs/");
    }
}
