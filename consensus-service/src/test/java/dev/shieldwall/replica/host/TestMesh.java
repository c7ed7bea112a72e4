package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.BlockExecution;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.codec.MalformedException;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.genesis.ConsensusParameters;
import dev.shieldwall.model.genesis.Genesis;
import dev.shieldwall.replica.genesis.ReplicaIdentity;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.Database;
import dev.shieldwall.replica.wal.WalSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Four replicas in one process on real logs and a real database; their frames pass through queues instead of sockets. */
final class TestMesh implements AutoCloseable {

    static final int SIZE = 4;
    static final long TIMEOUT_MILLIS = 10_000;

    final Genesis genesis;
    final Callers callers;
    final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    BiFunction<BlockExecution, SignedCommand, Admission> execution = BlockExecution::tryAdd;
    long checkpointBytes = 32L << 20;
    /** Hears every frame on its way, with its sender. */
    volatile BiConsumer<Integer, byte[]> tap = (from, frame) -> {};
    private final Path folder;
    private final Database database;
    private final String schemas;
    private final List<ReplicaIdentity> identities = new ArrayList<>();
    private final Map<Integer, Node> nodes = new ConcurrentHashMap<>();

    private record Node(ReplicaHost host, BlockStore store, PeerLink.Inbox inbox, List<ExecutorService> wires) {}

    TestMesh(Path folder, Database database, String schemas) throws IOException {
        this(folder, database, schemas, new ConsensusParameters(500, 500, 1_000, 1_000, 64));
    }

    TestMesh(Path folder, Database database, String schemas, ConsensusParameters parameters) throws IOException {
        this.folder = folder;
        this.database = database;
        this.schemas = schemas;
        genesis = TestLedger.genesis(folder, identities, parameters);
        callers = new Callers(genesis.chainId());
    }

    Path folder(int index) {
        return folder.resolve("replica-" + index);
    }

    void startAll() throws Exception {
        for (int i = 0; i < SIZE; i++) {
            start(i);
        }
    }

    ReplicaHost start(int index) throws Exception {
        Committee committee = Committee.of(genesis, index);
        WalSettings wal = new WalSettings(folder(index).resolve("wal"), 4 << 20, 2 << 20, LogTypes.SIGNATURES);
        ReplicaSettings settings = new ReplicaSettings(committee, folder(index), wal, checkpointBytes, 8L << 20);
        BlockStore store = new BlockStore(database.settings(schemas + "_" + index));
        List<ExecutorService> wires = new ArrayList<>();
        for (int i = 0; i < SIZE; i++) {
            wires.add(Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory()));
        }
        AtomicReference<PeerLink.@Nullable Inbox> inbox = new AtomicReference<>();
        ReplicaHost host = new ReplicaHost(settings, new ReplicaHost.Parts(
                store, identities.get(index).voteSigner(),
                made -> {
                    inbox.set(made);
                    return new Wires(index);
                },
                broken::set, (block, command) -> execution.apply(block, command)));
        PeerLink.Inbox taken = inbox.get();
        if (taken == null) {
            throw new IllegalStateException("the host made no link");
        }
        nodes.put(index, new Node(host, store, taken, wires));
        host.start();
        return host;
    }

    ReplicaHost host(int index) {
        return hostIfUp(index).orElseThrow(() -> new IllegalStateException("replica " + index + " is down"));
    }

    /** For a tap, which frames of a replica that is being stopped may still reach. */
    Optional<ReplicaHost> hostIfUp(int index) {
        return Optional.ofNullable(nodes.get(index)).map(Node::host);
    }

    void stop(int index) {
        Node node = nodes.remove(index);
        if (node != null) {
            node.wires().forEach(ExecutorService::shutdownNow);
            node.host().close();
            node.store().close();
        }
    }

    Submitted submit(int index, byte[] jws) throws InterruptedException {
        return host(index).submit(jws, TIMEOUT_MILLIS);
    }

    /** Lets replica {@code to} receive a frame as if from {@code from}. */
    boolean inject(int from, int to, byte[] frame) {
        Node node = nodes.get(to);
        return node != null && node.inbox().received(from, Channel.VOTES, frame);
    }

    int primary() throws InterruptedException {
        LoopStatus status = nodes.values().iterator().next().host().status();
        return status == null ? -1 : status.standing().primary();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited too long");
            }
            Thread.sleep(10);
        }
    }

    Hash hashAt(int index, long height) {
        return host(index).history().block(height).orElseThrow().certified().header().hash();
    }

    /** The vote that a frame carries, if it is one. */
    static Optional<Vote> voteIn(byte[] frame) {
        try {
            return PeerFrame.decode(frame) instanceof PeerFrame.Consensus(Message message)
                    ? switch (message) {
                        case Message.PrePrepare m -> Optional.of(m.vote());
                        case Message.Prepare m -> Optional.of(m.vote());
                        case Message.Commit m -> Optional.of(m.vote());
                        case Message.ViewChange _, Message.NewView _, Message.Status _, Message.Fetch _,
                                Message.FetchBody _, Message.Body _, Message.Blocks _ -> Optional.empty();
                    }
                    : Optional.empty();
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < SIZE; i++) {
            stop(i);
        }
    }

    /** Each sender has a thread of its own at each receiver, as with a stream. */
    private final class Wires implements PeerLink {

        private final int self;

        Wires(int self) {
            this.self = self;
        }

        @Override
        public void send(int replica, Channel channel, byte[] frame) {
            tap.accept(self, frame);
            Node node = nodes.get(replica);
            if (node != null && nodes.containsKey(self)) {
                try {
                    node.wires().get(self).execute(() -> node.inbox().received(self, channel, frame));
                } catch (RejectedExecutionException gone) {
                    // the receiver is being stopped
                }
            }
        }

        @Override
        public void broadcast(Channel channel, byte[] frame) {
            for (int i = 0; i < SIZE; i++) {
                if (i != self) {
                    send(i, channel, frame);
                }
            }
        }

        @Override
        public void forward(int replica, byte[] frame) {
            send(replica, Channel.BULK, frame);
        }

        @Override
        public void forward(byte[] frame) {
            broadcast(Channel.BULK, frame);
        }

        @Override
        public List<PeerState> peers() {
            return List.of();
        }
    }
}
