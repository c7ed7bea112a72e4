package dev.shieldwall.transport.bus;

import static dev.shieldwall.transport.bus.TestBus.CONSUMER;
import static dev.shieldwall.transport.bus.TestBus.ENTRY;
import static dev.shieldwall.transport.bus.TestBus.GATEWAY;
import static dev.shieldwall.transport.bus.TestBus.LIMITS;
import static dev.shieldwall.transport.bus.TestBus.LONG;
import static dev.shieldwall.transport.bus.TestBus.RANDOM;
import static dev.shieldwall.transport.bus.TestBus.message;
import static dev.shieldwall.transport.bus.TestBus.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.Z85;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Against libzmq, through Python, with the reference's socket options; our broker and theirs. */
class LibzmqInteropTest {

    /** Debian's Python; one that comes first in the path may lack the package. */
    private static final String PYTHON = "/usr/bin/python3";

    private final List<Process> processes = new ArrayList<>();
    private final byte[] secret = new byte[32];
    private final CurveKeyPair keys;

    LibzmqInteropTest() {
        RANDOM.nextBytes(secret);
        keys = CurveKeyPair.of(secret);
    }

    @BeforeAll
    static void libzmqIsThere() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder(PYTHON, "-c", "import zmq; assert zmq.has('curve')").start().waitFor() == 0;
        } catch (IOException _) {
            there = false;
        }
        String absent = "apt-get install python3-zmq: " + PYTHON + " has no zmq with CURVE";
        assertThat(there || !"required".equals(System.getProperty("shieldwall.tools"))).as(absent).isTrue();
        assumeTrue(there, absent);
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private BufferedReader python(String... arguments) throws IOException, URISyntaxException {
        var script = Path.of(Objects.requireNonNull(getClass().getResource("libzmq_peer.py")).toURI());
        var command = new ArrayList<>(List.of(PYTHON, script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        processes.add(process);
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private static String[] words(BufferedReader reader) throws IOException {
        return Objects.requireNonNull(reader.readLine(), "Python ended").split(" ");
    }

    @Test
    void ourBrokerServesALibzmqPublisher() throws Exception {
        try (var bus = new TestBus()) {
            bus.allowed.put(keys.publicKey(), GATEWAY);
            BusSubscriber subscriber = bus.subscriber(CONSUMER, "logs/");
            AicoMessage sent = message(GATEWAY, ENTRY, "from libzmq");
            python("publish", bus.publishers().address(), bus.brokerKeys.publicKey().toString(), Z85.encode(secret),
                    ENTRY.toString(), HexFormat.of().formatHex(sent.encode()));
            assertThat(subscriber.receive(LONG).orElseThrow().message()).isEqualTo(sent);
        }
    }

    @Test
    void ourBrokerServesALibzmqSubscriber() throws Exception {
        try (var bus = new TestBus()) {
            bus.allowed.put(keys.publicKey(), CONSUMER);
            BufferedReader subscriber = python("subscribe", bus.subscribers().address(),
                    bus.brokerKeys.publicKey().toString(), Z85.encode(secret), "logs/");
            assertThat(words(subscriber)[0]).isEqualTo("~welcome/00ff");
            BusPublisher gateway = bus.publisher(GATEWAY);
            gateway.publish(TestBus.LOGIN, message(GATEWAY, TestBus.LOGIN, "not for it"));
            gateway.publish(ENTRY, message(GATEWAY, ENTRY, "to libzmq"));
            String[] received = words(subscriber);
            assertThat(received[0]).isEqualTo("logs/entry/v1");
            assertThat(text(AicoMessage.parse(HexFormat.of().parseHex(received[1])))).isEqualTo("to libzmq");
        }
    }

    @Test
    void ourBrokerRefusesALibzmqClientWithAFreshKey() throws Exception {
        try (var bus = new TestBus()) {
            python("publish", bus.publishers().address(), bus.brokerKeys.publicKey().toString(), Z85.encode(secret),
                    ENTRY.toString(), HexFormat.of().formatHex(message(GATEWAY, ENTRY, "x").encode()));
            // libzmq does not try again after a refusal.
            bus.awaitEvent(BusEvent.KEY_REFUSED, 1);
            assertThat(bus.broker.total(BusEvent.PUBLISHED)).isZero();
        }
    }

    @Test
    void ourClientsUseALibzmqBroker() throws Exception {
        String[] ports = words(python("broker", Z85.encode(secret)));
        var inlet = new BrokerEndpoint("tcp://127.0.0.1:" + ports[0], keys.publicKey(), LIMITS);
        var outlet = new BrokerEndpoint("tcp://127.0.0.1:" + ports[1], keys.publicKey(), LIMITS);
        try (var subscriber = new BusSubscriber(CurveKeyPair.generate(RANDOM), outlet, List.of("logs/"));
                var publisher = new BusPublisher(CurveKeyPair.generate(RANDOM), inlet)) {
            // That broker passes subscriptions on; one made anew asks again when its owner next listens.
            while (!publisher.awaitConnected(TestBus.SHORT)) {
                assertThat(subscriber.receive(TestBus.SHORT)).isEmpty();
            }
            Optional<BusSubscriber.Received> received = Optional.empty();
            while (received.isEmpty()) {
                assertThat(publisher.publish(ENTRY, message(GATEWAY, ENTRY, "through libzmq")))
                        .isEqualTo(BusPublisher.Outcome.QUEUED);
                received = subscriber.receive(TestBus.SHORT);
            }
            assertThat(text(received.get().message())).isEqualTo("through libzmq");
        }
    }
}
