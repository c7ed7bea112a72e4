package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AccessList;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.CurveKey;
import dev.shieldwall.transport.bus.core.MalformedException;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import dev.shieldwall.transport.bus.core.Topic;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** A broker on loopback with three components; everything that is opened through it is closed with it. */
final class TestBus implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(30);
    /** For what must not come: waited in full, so short; a message that was sent before is there much earlier. */
    static final Duration SHORT = Duration.ofMillis(300);
    static final BusLimits LIMITS = new BusLimits(8 * 1_024, 512 * 1_024);
    static final SecureRandom RANDOM = new SecureRandom();
    static final ComponentName GATEWAY = new ComponentName("gateway");
    static final ComponentName SCHEDULER = new ComponentName("scheduler");
    static final ComponentName CONSUMER = new ComponentName("log_consumer");
    static final Topic ENTRY = Topic.of("logs/entry/v1");
    static final Topic LOGIN = Topic.of("auth/login/attempt/v1");

    final CurveKeyPair brokerKeys = CurveKeyPair.generate(RANDOM);
    final Map<ComponentName, CurveKeyPair> keys = Map.of(
            GATEWAY, CurveKeyPair.generate(RANDOM),
            SCHEDULER, CurveKeyPair.generate(RANDOM),
            CONSUMER, CurveKeyPair.generate(RANDOM));
    final Map<CurveKey, ComponentName> allowed = new ConcurrentHashMap<>();
    final AtomicReference<AccessList> rights = new AtomicReference<>();
    final List<AutoCloseable> opened = new ArrayList<>();
    volatile boolean handlerIsBroken;
    Broker broker;

    TestBus() throws MalformedException {
        keys.forEach((name, pair) -> allowed.put(pair.publicKey(), name));
        rights.set(AccessList.parse("""
                gateway      publish   logs/**
                gateway      publish   auth/*/*/v1
                scheduler    publish   logs/**
                log_consumer subscribe logs/**
                gateway      subscribe logs/**
                """));
        broker = start(Broker.Addresses.loopback(0, 0));
    }

    Broker start(Broker.Addresses addresses) {
        return new Broker(brokerKeys, new Broker.Access(this::componentOf, rights::get), addresses, LIMITS);
    }

    private Optional<ComponentName> componentOf(CurveKey key) {
        if (handlerIsBroken) {
            throw new IllegalStateException("the handler is broken on purpose");
        }
        return Optional.ofNullable(allowed.get(key));
    }

    BrokerEndpoint publishers() {
        return new BrokerEndpoint(broker.addresses().publishers(), brokerKeys.publicKey(), LIMITS);
    }

    BrokerEndpoint subscribers() {
        return new BrokerEndpoint(broker.addresses().subscribers(), brokerKeys.publicKey(), LIMITS);
    }

    CurveKeyPair keysOf(ComponentName name) {
        return Objects.requireNonNull(keys.get(name));
    }

    BusPublisher publisher(ComponentName name) {
        BusPublisher publisher = publisher(keysOf(name));
        if (!publisher.awaitConnected(LONG)) {
            throw new AssertionError(name + " is not connected");
        }
        return publisher;
    }

    BusPublisher publisher(CurveKeyPair own) {
        var publisher = new BusPublisher(own, publishers());
        opened.add(publisher);
        return publisher;
    }

    BusSubscriber subscriber(ComponentName name, String... prefixes) {
        BusSubscriber subscriber = subscriber(keysOf(name), prefixes);
        if (subscriber.awaitWelcome(0, LONG).isEmpty()) {
            throw new AssertionError(name + " is not welcome");
        }
        return subscriber;
    }

    BusSubscriber subscriber(CurveKeyPair own, String... prefixes) {
        var subscriber = new BusSubscriber(own, subscribers(), List.of(prefixes));
        opened.add(subscriber);
        return subscriber;
    }

    static AicoMessage message(ComponentName source, Topic topic, String text) {
        var kind = new MessageMetadata.Kind(topic.base(), MessageMetadata.Kind.VERSION);
        var metadata = new MessageMetadata("id-" + text.hashCode(), Instant.ofEpochSecond(1_735_689_600), source.value(), kind, new TreeMap<>());
        return new AicoMessage(
                metadata, new AicoMessage.Payload("type.googleapis.com/test", text.getBytes(StandardCharsets.UTF_8)));
    }

    static String text(AicoMessage message) {
        return new String(message.payload().value(), StandardCharsets.UTF_8);
    }

    /** Events are counted by another thread. */
    void awaitEvent(BusEvent event, long atLeast) {
        long end = System.nanoTime() + LONG.toNanos();
        while (broker.total(event) < atLeast) {
            if (System.nanoTime() > end) {
                throw new AssertionError(event + " was counted " + broker.total(event) + " times, not " + atLeast);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable each : opened) {
            close(each);
        }
        broker.close();
    }

    private static void close(AutoCloseable each) {
        switch (each) {
            case BusPublisher publisher -> publisher.close();
            case BusSubscriber subscriber -> subscriber.close();
            default -> throw new AssertionError(each);
        }
    }
}
