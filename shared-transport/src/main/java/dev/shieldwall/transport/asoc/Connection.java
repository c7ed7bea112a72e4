package dev.shieldwall.transport.asoc;

import dev.shieldwall.transport.asoc.core.ClientLink;
import dev.shieldwall.transport.asoc.core.ControlMessage;
import dev.shieldwall.transport.asoc.core.FrameHeader;
import dev.shieldwall.transport.asoc.core.FrameSeal;
import dev.shieldwall.transport.asoc.core.Link;
import dev.shieldwall.transport.asoc.core.NodeId;
import dev.shieldwall.transport.asoc.core.Output;
import dev.shieldwall.transport.asoc.core.Refusal;
import dev.shieldwall.transport.asoc.core.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One connection: the thread in {@link #run} reads, decides by the {@link Link} and delivers; others send through
 * {@link Outbound}; the node's sweeper calls {@link #sweep} and ends it when a time is over.
 */
final class Connection {

    private final Node node;
    private final Wire wire;
    private final Link link;
    private final InetAddress address;
    private final Outbound outbound;
    private final Receipts receipts = new Receipts();
    private final Deadline greeting = new Deadline();
    private final Deadline receiving = new Deadline();
    private final Deadline offer = new Deadline();
    private final Deadline answer = new Deadline();
    private final AtomicReference<@Nullable Refusal> verdict = new AtomicReference<>();
    private final ByteBuffer header = ByteBuffer.allocate(FrameHeader.BYTES);
    private final PayloadBuffer payloads;
    private final Guard.Place place;
    private volatile Duration idle;
    private volatile long keyName;
    private volatile Optional<NodeId> peer = Optional.empty();
    private volatile Inbox.@Nullable Receiver receiver;
    private NodeCounters.Traffic traffic = new NodeCounters.Traffic();
    private volatile boolean sealed;
    private volatile boolean heard;
    private volatile boolean midFrame;
    private boolean over; // guarded by the link

    Connection(Node node, Wire wire, Link link, InetAddress address, Guard.Place place) {
        this.node = node;
        this.place = place;
        this.payloads = new PayloadBuffer(node.payloads());
        this.wire = wire;
        this.link = link;
        this.address = address;
        this.idle = times().receive();
        this.outbound = new Outbound(wire, times(), dialled() ? 1 : 2);
    }

    private NodeTimes times() {
        return node.options().times();
    }

    boolean dialled() {
        return link instanceof ClientLink;
    }

    InetAddress address() {
        return address;
    }

    Outbound outbound() {
        return outbound;
    }

    boolean sealed() {
        return sealed;
    }

    Optional<NodeId> peer() {
        return peer;
    }

    /** Name of the key that this connection stands on. */
    long keyName() {
        return keyName;
    }

    /** The peer has shown that it holds this key too. */
    void renewed(long name) {
        keyName = name;
    }

    /** The peer is about to be told a new key: it stays until it had the time to say that it has it. */
    void awaitAnswer() {
        answer.within(times().send());
    }

    /** Until the connection is over. Returns whether the peer became known. */
    boolean run() {
        try {
            greeting.within(times().handshake()); // nothing that a stranger does makes it longer
            wire.open();
            if (link instanceof ClientLink client) {
                outbound.raw(client.helloFrame());
            }
            while (true) {
                receive();
            }
        } catch (RefusedException e) {
            verdict.compareAndSet(null, e.refusal());
        } catch (SSLException e) {
            verdict.compareAndSet(null, Refusal.TLS);
        } catch (IOException e) {
            verdict.compareAndSet(null, Refusal.CUT_OFF);
        } finally {
            end();
        }
        return peer.isPresent();
    }

    private void receive() throws IOException, RefusedException {
        FrameHeader frame = readHeader();
        synchronized (link) {
            link.admit(frame);
        }
        ByteBuffer payload = payloads.read(wire, frame.length());
        receiving.none(); // whatever the inbox takes is not the peer's time
        traffic.received(FrameHeader.BYTES + frame.length());
        List<Output> outputs;
        synchronized (link) {
            outputs = link.receive(frame, payload, node.nowMillis());
        }
        perform(outputs);
    }

    /** What was not come to is not needed any more, and a seal holds a key. */
    private void perform(List<Output> outputs) throws IOException, RefusedException {
        boolean all = false;
        try {
            for (Output output : outputs) {
                perform(output);
            }
            all = true;
        } finally {
            if (!all) {
                outputs.forEach(Connection::forget);
            }
        }
    }

    private static void forget(Output output) {
        if (output instanceof Output.ReadySealed(_, var seal)) {
            seal.close();
        }
    }

    /** Waits for the first byte as long as the peer may be silent; from then on the clock of the frame runs. */
    private FrameHeader readHeader() throws IOException, RefusedException {
        header.clear();
        midFrame = false;
        if (link.ready()) {
            receiving.within(idle);
        }
        if (wire.read(header) < 0) {
            throw new IOException("the peer closed the connection");
        }
        heard = true;
        midFrame = true;
        if (link.ready()) {
            receiving.within(times().receive());
        }
        wire.readFully(header);
        return FrameHeader.read(header.flip());
    }

    private void perform(Output output) throws IOException, RefusedException {
        switch (output) {
            case Output.Send(var frame) -> send(frame);
            case Output.ReadyLegacy(var known) -> become(known, Optional.empty());
            case Output.ReadySealed(var known, var seal) -> become(known, Optional.of(seal));
            case Output.Data(var stream, _, var payload) -> receiver().data(stream, payload);
            case Output.End(var stream) -> streamEnded(stream);
            case Output.Control(var message) -> control(message);
        }
    }

    private void send(byte[] frame) throws IOException {
        outbound.raw(frame);
        if (!dialled()) {
            offer.within(times().offer());
        }
    }

    private Inbox.Receiver receiver() {
        return Objects.requireNonNull(receiver, "a stream before the handshake");
    }

    private NodeId known() {
        return peer.orElseThrow(() -> new IllegalStateException("a message before the handshake"));
    }

    /** The reading thread does not write the receipt: two nodes that send to each other would wait for each other. */
    private void streamEnded(long stream) throws IOException {
        boolean due = receipts.isDue(stream);
        receiver().end(stream);
        if (due) {
            Thread.startVirtualThread(() -> confirm(stream));
        }
    }

    private void confirm(long stream) {
        try {
            outbound.control(ControlMessage.receipt(stream));
        } catch (IOException e) {
            cut(Refusal.CUT_OFF);
        } finally {
            receipts.written(stream);
        }
    }

    private void control(ControlMessage message) throws IOException, RefusedException {
        switch (message) {
            case ControlMessage.RotateKey offered -> node.rotation().receive(offered, known(), this);
            case ControlMessage.KeyRotated taken -> node.rotation().acknowledged(taken, known(), this);
            case ControlMessage.WantReceipt(var stream) -> receipts.want(stream);
            case ControlMessage.Receipt(var stream) -> receipts.came(stream);
        }
    }

    /** Sends a file as one stream and, where the peer can, waits for its word that it has it. */
    Delivery deliver(FileChannel file, Duration patience) throws IOException {
        if (!sealed) {
            outbound.stream(file);
            return Delivery.SENT;
        }
        outbound.confirmed(file, receipts, patience);
        return Delivery.CONFIRMED;
    }

    /** Others find the connection when it is on the registry: that comes last, when frames are sealed and have a place. */
    private void become(NodeId known, Optional<FrameSeal> seal) throws RefusedException {
        greeting.none();
        offer.none();
        keyName = link.keyName();
        if (node.rotation().retired(this)) {
            throw new RefusedException(Refusal.KEY_RETIRED);
        }
        sealed = seal.isPresent();
        idle = sealed ? times().receive() : NodeTimes.OLD_PEER_IDLE;
        peer = Optional.of(known);
        place.known();
        traffic = node.counters().trafficOf(known);
        outbound.begin(seal, traffic);
        receiver = node.inbox().connected(known);
        if (!node.registry().add(known, this)) {
            throw new RefusedException(Refusal.TOO_MANY_CONNECTIONS);
        }
        node.authenticated(this, known);
    }

    /** Ends the connection from outside; the reading thread says why. */
    void cut(Refusal why) {
        verdict.compareAndSet(null, why);
        wire.cut();
    }

    /** Sends no more. What is on its way still arrives: to close at once could take it back. */
    void finish() throws InterruptedException {
        receipts.awaitWritten(times().send());
        try {
            outbound.finish();
        } catch (IOException e) {
            cut(Refusal.CUT_OFF);
        }
    }

    /** Called now and then by one thread that must not block. */
    void sweep() {
        if (greeting.over() || receiving.over() || outbound.overdue()) {
            cut(Refusal.TIMEOUT);
        } else if (peer.isPresent() && !answer.pending() && node.rotation().retired(this)) {
            cut(Refusal.KEY_RETIRED);
        } else if (offer.over() && !midFrame) {
            offer.none();
            Thread.startVirtualThread(this::offerTimeOver); // it tells the listener, who might stop the sweeper
        } else if (peer.isPresent() && outbound.silentForLong() && isNewest()) {
            Thread.startVirtualThread(this::keepAlive);
        }
    }

    private void offerTimeOver() {
        try {
            synchronized (link) {
                if (over) {
                    return; // nobody would take it off the registry again
                }
                List<Output> outputs = link.offerTimeOver();
                if (!outputs.isEmpty()) {
                    receiving.within(NodeTimes.OLD_PEER_IDLE);
                    perform(outputs);
                }
            }
        } catch (RefusedException e) {
            cut(e.refusal());
        } catch (IOException e) {
            cut(Refusal.CUT_OFF);
        }
    }

    private boolean isNewest() {
        return peer.flatMap(node.registry()::newest).filter(newest -> newest == this).isPresent();
    }

    private void keepAlive() {
        try {
            outbound.control(new byte[0]);
        } catch (IOException e) {
            cut(Refusal.CUT_OFF);
        }
    }

    /** Each step whatever the one before has thrown: keys, memory and places must not hang on an inbox or a listener. */
    private void end() {
        try {
            wire.cut();
            synchronized (link) {
                over = true;
            }
            if (receiver instanceof Inbox.Receiver ended) {
                ended.closed();
            }
        } finally {
            try {
                Refusal why = verdict.get();
                node.ended(this, why == null ? Refusal.CUT_OFF : why, heard);
            } finally {
                release();
            }
        }
    }

    private void release() {
        receipts.over();
        payloads.close();
        outbound.close();
        synchronized (link) {
            link.close();
        }
    }
}
