package dev.shieldwall.node;

import dev.shieldwall.transport.asoc.Delivery;
import dev.shieldwall.transport.asoc.Node;
import dev.shieldwall.transport.asoc.NodeCounters;
import dev.shieldwall.transport.asoc.NodeEvent;
import dev.shieldwall.transport.asoc.core.NodeId;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "send", mixinStandardHelpOptions = true, description = {
            "Sends a file to a node and waits for its word that it keeps it.",
            "A node of the old protocol gives no such word: the last line then says 'sent, not confirmed'."})
final class SendCommand implements Callable<Integer> {

    private static final long LOOK_MILLIS = 100;

    private final PrintStream out;

    @Mixin
    private Membership membership = new Membership();

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
            description = "give up if the node is not connected by then (default: ${DEFAULT-VALUE})")
    private int waitSeconds;

    @Option(names = "--confirm", paramLabel = "SECONDS", defaultValue = "300",
            description = "give up if the node has not said by then that it keeps the file (default: ${DEFAULT-VALUE})")
    private int confirmSeconds;

    @Parameters(index = "0", paramLabel = "FILE")
    private Path file = Path.of("");

    @Parameters(index = "1", paramLabel = "ID@HOST:PORT", converter = Membership.PeerConverter.class)
    private PeerAddress to = new PeerAddress(new NodeId(new java.util.UUID(0, 0)), "", 1);

    SendCommand(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("there is no file " + file);
        }
        var events = new LinkedBlockingQueue<NodeEvent>();
        try (FileChannel content = FileChannel.open(file);
                var node = new JoinedNode(membership, JoinedNode.Role.DIALLING_ONLY, _ -> new Unwanted(), events::add)) {
            node.keepConnected(to);
            awaitConnection(events);
            send(node.node(), content);
        }
        return 0;
    }

    private void awaitConnection(LinkedBlockingQueue<NodeEvent> events) throws IOException, InterruptedException {
        var lines = new EventLines(out);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        while (true) {
            NodeEvent event = events.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (event == null) {
                throw new IOException("not connected with " + to.id() + " at " + to.host() + ":" + to.port() + " within "
                        + waitSeconds + " s");
            }
            lines.accept(event);
            if (event instanceof NodeEvent.Authenticated known && known.node().equals(to.id())) {
                return;
            }
        }
    }

    private void send(Node node, FileChannel content) throws IOException, InterruptedException {
        var transfer = new Transfer(out, file.getFileName().toString(), content.size());
        long before = sent(node);
        Thread teller = Thread.ofVirtual().start(() -> tell(transfer, node, before));
        Delivery delivery;
        try {
            delivery = node.deliver(to.id(), content, Duration.ofSeconds(confirmSeconds));
        } catch (IOException e) {
            throw new IOException("the file may not have arrived: " + e.getMessage(), e);
        } finally {
            teller.interrupt();
            teller.join();
        }
        switch (delivery) {
            case CONFIRMED -> transfer.done(content.size());
            case SENT -> transfer.sent(content.size());
        }
    }

    private void tell(Transfer transfer, Node node, long before) {
        try {
            while (true) {
                Thread.sleep(LOOK_MILLIS);
                transfer.at(sent(node) - before);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all is sent
        }
    }

    private long sent(Node node) {
        NodeCounters.PeerBytes bytes = node.counters().bytesPerPeer().get(to.id());
        return bytes == null ? 0 : bytes.sent();
    }
}
