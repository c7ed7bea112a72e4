package dev.shieldwall.transport.bus;

import dev.shieldwall.transport.bus.core.AccessList;
import dev.shieldwall.transport.bus.core.Admission;
import dev.shieldwall.transport.bus.core.AicoMessage;
import dev.shieldwall.transport.bus.core.BusEvent;
import dev.shieldwall.transport.bus.core.ComponentName;
import dev.shieldwall.transport.bus.core.CurveKey;
import dev.shieldwall.transport.bus.core.MessageMetadata;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * Takes messages from those who may publish and passes them to those who may subscribe. Publishers connect to one
 * address, subscribers to the other; both speak CURVE, and only admitted keys get in.
 *
 * <p>One thread does all of it, the ZAP handler too: if the handler fails, the thread ends, and with it the sockets. A
 * broker that admits everybody cannot come about.
 */
public final class Broker implements AutoCloseable {

    /** Where to listen; port 0 lets the kernel choose. Of JeroMQ's transports only TCP is offered. */
    public record Addresses(String publishers, String subscribers) {

        public Addresses {
            if (!publishers.startsWith("tcp://") || !subscribers.startsWith("tcp://")) {
                throw new IllegalArgumentException("a bus listens on tcp://; JeroMQ's ipc:// is no Unix socket");
            }
        }

        public static Addresses loopback(int publishers, int subscribers) {
            return new Addresses("tcp://127.0.0.1:" + publishers, "tcp://127.0.0.1:" + subscribers);
        }
    }

    /** Who is admitted and what they may do; asked anew each time. */
    public record Access(Function<CurveKey, Optional<ComponentName>> keys, Supplier<AccessList> rights) {}

    /** Messages taken from one socket before the others have their turn. */
    private static final int BATCH = 100;
    /** How long a stop may take to be noticed. */
    private static final int TICK_MILLIS = 100;
    private static final String NAME = "message_bus_broker";

    private final ZContext context = new ZContext();
    private final Map<BusEvent, LongAdder> counts = new EnumMap<>(BusEvent.class);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Supplier<AccessList> rights;
    private final ZapHandler zap;
    private final ZMQ.Socket inlet;
    private final Outlet outlet;
    private final Addresses bound;
    private final Thread thread;
    private volatile boolean stopping;

    public Broker(CurveKeyPair own, Access access, Addresses addresses, BusLimits limits) {
        for (BusEvent event : BusEvent.values()) {
            counts.put(event, new LongAdder());
        }
        this.rights = access.rights();
        // First the handler, then the doors.
        this.zap = new ZapHandler(context, access.keys(), new SecureRandom());
        this.inlet = context.createSocket(SocketType.XSUB);
        limits.apply(inlet);
        own.serve(inlet);
        this.outlet = new Outlet(context, own, limits, this::count);
        this.bound = bind(addresses);
        inlet.send(new byte[] {1});
        // Sockets may change their thread at a start, never later.
        this.thread = Thread.ofPlatform()
                .name("bus-broker")
                .uncaughtExceptionHandler((_, cause) -> failure.set(cause))
                .start(this::run);
    }

    private Addresses bind(Addresses wanted) {
        boolean done = false;
        try {
            inlet.bind(wanted.publishers());
            outlet.socket().bind(wanted.subscribers());
            done = true;
        } finally {
            if (!done) {
                context.close();
            }
        }
        return new Addresses(inlet.getLastEndpoint(), outlet.socket().getLastEndpoint());
    }

    public Addresses addresses() {
        return bound;
    }

    /** False once it has stopped, wanted or not. */
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** Waits until it has stopped; false if it has not in this time. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return thread.join(timeout);
    }

    /** Why it stopped by itself. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** How often it happened since the start. */
    public long total(BusEvent event) {
        return counter(event).sum();
    }

    private void count(BusEvent event) {
        counter(event).increment();
    }

    private LongAdder counter(BusEvent event) {
        return Objects.requireNonNull(counts.get(event));
    }

    private void run() {
        try (ZMQ.Poller poller = context.createPoller(3)) {
            poller.register(zap.socket(), ZMQ.Poller.POLLIN);
            poller.register(outlet.socket(), ZMQ.Poller.POLLIN);
            poller.register(inlet, ZMQ.Poller.POLLIN);
            while (!stopping) {
                poller.poll(TICK_MILLIS);
                admit();
                subscribe();
                publish();
            }
        } finally {
            context.close();
        }
    }

    private void admit() {
        for (int i = 0; i < BATCH; i++) {
            Optional<Boolean> answer = zap.answer();
            if (answer.isEmpty()) {
                return;
            }
            count(answer.get() ? BusEvent.KEY_ADMITTED : BusEvent.KEY_REFUSED);
        }
    }

    private void subscribe() {
        for (int i = 0; i < BATCH; i++) {
            Optional<Frames> frames = Frames.receive(outlet.socket());
            if (frames.isEmpty()) {
                return;
            }
            outlet.handle(frames.get(), zap.holder(frames.get().userId()), rights.get(), welcome());
        }
    }

    private static AicoMessage welcome() {
        var kind = new MessageMetadata.Kind(Welcome.TYPE, MessageMetadata.Kind.VERSION);
        return new AicoMessage(
                new MessageMetadata(UUID.randomUUID().toString(), Instant.now(), NAME, kind, new TreeMap<>()),
                AicoMessage.Payload.NONE);
    }

    private void publish() {
        for (int i = 0; i < BATCH; i++) {
            Optional<Frames> frames = Frames.receive(inlet);
            if (frames.isEmpty()) {
                return;
            }
            publish(frames.get());
        }
    }

    private void publish(Frames frames) {
        Optional<ComponentName> sender = zap.holder(frames.userId());
        if (sender.isEmpty()) {
            count(BusEvent.UNKNOWN_SENDER);
            return;
        }
        if (!frames.hasParts(2)) {
            count(BusEvent.WRONG_FRAMES);
            return;
        }
        byte[] message = frames.parts().get(1);
        switch (Admission.decide(rights.get(), sender.get(), frames.parts().getFirst(), message)) {
            case Admission.Refused(var reason) -> count(reason);
            case Admission.Admitted(var topic) -> {
                count(BusEvent.PUBLISHED);
                outlet.deliver(rights.get(), topic, message);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
