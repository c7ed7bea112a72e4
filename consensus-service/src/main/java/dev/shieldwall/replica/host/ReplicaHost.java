package dev.shieldwall.replica.host;

import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.crypto.signature.Ed25519Signer;
import dev.shieldwall.ledger.Admission;
import dev.shieldwall.ledger.BlockExecution;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.replica.store.BlockStore;
import dev.shieldwall.replica.store.BlockWriter;
import dev.shieldwall.replica.wal.WriteAheadLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** One replica: restores it from its disk, runs its owner thread, and answers the edges. Thread-safe once started. */
public final class ReplicaHost implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaHost.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReplicaSettings settings;
    private final BlockStore store;
    private final Consumer<Throwable> onBroken;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("replica-background").factory());
    private final ReplicaLoop loop;
    private final Upkeep upkeep;
    private final BlockWriter writer;
    private final Restored restored;
    private final Ledgers ledgers;
    private final Decisions decisions;
    private final Intake intake;
    private final PeerLink link;
    private final PeerProtocol protocol;
    private final Thread owner;
    private volatile boolean ended;

    /**
     * What a replica is given from outside.
     *
     * @param key signs votes
     * @param link makes the way to the others, given who takes what they send; what it makes sends nothing yet
     * @param onBroken told on the owner thread when the replica has stopped for good: disk, divergence, defect
     * @param execution executes one command in a block
     */
    record Parts(
            BlockStore store, Ed25519Signer key, Function<PeerLink.Inbox, PeerLink> link, Consumer<Throwable> onBroken,
            BiFunction<BlockExecution, SignedCommand, Admission> execution) {}

    public ReplicaHost(
            ReplicaSettings settings, BlockStore store, Ed25519Signer key, Function<PeerLink.Inbox, PeerLink> link,
            Consumer<Throwable> onBroken)
            throws IOException {
        this(settings, new Parts(store, key, link, onBroken, BlockExecution::tryAdd));
    }

    ReplicaHost(ReplicaSettings settings, Parts parts) throws IOException {
        this.settings = settings;
        this.store = parts.store();
        this.onBroken = parts.onBroken();
        Committee committee = settings.committee();
        Vault vault = Vault.of(settings, store);
        long stored = storedHeight(vault);
        long indexed = indexedHeight(vault);
        writer = new BlockWriter(store, indexed, parts.onBroken()::accept);
        writer.start();
        VerifiedCommands signatures = new VerifiedCommands();
        Poison poison = new Poison(settings.folder().resolve("poisonous"));
        Mempool mempool = new Mempool(signatures, poison::contains);
        BlockValidator validator =
                new BlockValidator(committee, signatures, mempool::find, parts.execution(), poison);
        GuardedSigner signer = new GuardedSigner(parts.key(), vault.guard(), vault.quarantine()::isOn);
        History history = new History(committee.keys(), store, writer);
        restored = new Restart(settings, vault, validator, signer, block -> keep(history, block)).run(indexed);
        history.startAt(restored.head().height());
        if (stored > restored.head().height()) {
            LOG.error("ALARM the database is ahead of the log: this disk has lost what it held");
            vault.quarantine().begin(stored);
        }
        AtomicReference<@Nullable ReplicaLoop> toLoop = new AtomicReference<>();
        ledgers = new Ledgers(restored.head(), history, mempool);
        decisions = new Decisions(ledgers, Decisions.INDEX_PATIENCE_MILLIS);
        protocol = new PeerProtocol(committee, vault.quarantine(), input -> hand(toLoop.get(), input));
        link = parts.link().apply(protocol);
        Courier courier = new Courier(ledgers, link);
        intake = new Intake(committee, ledgers, courier, input -> hand(toLoop.get(), input));
        upkeep = new Upkeep(
                settings, vault, ledgers, signatures,
                new Upkeep.Errands(link, courier, background, input -> hand(toLoop.get(), input)));
        upkeep.executedAgain(restored.replayedBytes());
        loop = new ReplicaLoop(
                restored, new Execution(settings, validator, ledgers), new Outbox(link, history, background), upkeep);
        toLoop.set(loop);
        owner = Thread.ofPlatform().name("replica-" + committee.self()).unstarted(this::own);
    }

    /** Height up to which the database is known to have every block: asked for, or noted when the log was cut. */
    private long storedHeight(Vault vault) throws IOException {
        try {
            store.migrate();
            return store.latestHeight();
        } catch (DataAccessException | FlywayException e) {
            LOG.warn("the database does not answer yet: {}", e.getMessage());
            return vault.logBegins();
        }
    }

    /** Height up to which every block is in the database, as it says, or at least not in the log any more. */
    private long indexedHeight(Vault vault) throws IOException {
        try {
            return Math.max(store.completeHeight(), vault.logBegins());
        } catch (DataAccessException e) {
            LOG.warn("the database does not say what it holds: {}", e.getMessage());
            return vault.logBegins();
        }
    }

    /** While the log is read: as fast as the database takes the blocks, or as memory allows when it is away. */
    private void keep(History history, ServedBlock block) {
        history.add(block);
        history.store(block);
        try {
            while (history.backlogBytes() > settings.backlogBytes() && history.storeTrouble().isEmpty()) {
                Thread.sleep(5);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Opens the edges and starts to vote. */
    public void start() {
        protocol.open(new PeerProtocol.Inner(ledgers, intake, link));
        owner.start();
    }

    private void own() {
        try {
            loop.run();
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.error("ALARM this replica stops", e);
            onBroken.accept(e);
        }
    }

    /** Inputs that come before there is a loop have nobody to tell. */
    private static void hand(@Nullable ReplicaLoop running, LoopInput input) {
        if (running != null) {
            try {
                running.offer(input);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Submits a command and waits for its decision, at most {@code timeoutMillis}. */
    public Submitted submit(byte[] jws, long timeoutMillis) throws InterruptedException {
        return intake.submit(jws, timeoutMillis);
    }

    /** Newest durable state with its certified header. */
    public Head head() {
        return ledgers.head();
    }

    public History history() {
        return ledgers.history();
    }

    /** What became of the command of {@code principal} under this id. */
    public Finding decision(PrincipalId principal, CommandId id) {
        return decisions.find(principal, id);
    }

    /** What became of the command under this id, whoever signed it. */
    public Finding decision(CommandId id) throws InterruptedException {
        return decisions.find(id);
    }

    public boolean isWaiting(PrincipalId principal, CommandId id) {
        return ledgers.mempool().holds(principal, id);
    }

    public Committee committee() {
        return settings.committee();
    }

    /** Where the owner thread stands, or nothing when it does not answer within a second. */
    public @Nullable LoopStatus status() throws InterruptedException {
        CompletableFuture<LoopStatus> answer = new CompletableFuture<>();
        hand(loop, new LoopInput.Inspect(answer));
        try {
            return answer.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    public List<PeerLink.PeerState> peers() {
        return link.peers();
    }

    public int waitingCommands() {
        return ledgers.mempool().size();
    }

    public int waitingCallers() {
        return ledgers.pending().size();
    }

    public long receivedFrames() {
        return protocol.receivedFrames();
    }

    public long backlogBytes() {
        return ledgers.history().backlogBytes();
    }

    /** Whether this replica votes for nothing because its blocks do not get into the database. */
    public boolean isBacklogged() {
        return backlogBytes() > settings.backlogBytes();
    }

    /** Where the protocol stood a moment ago. */
    public Standing lastStanding() {
        return loop.lastStanding();
    }

    /** Index of the primary as this replica believes. */
    public int primary() {
        return loop.lastStanding().primary();
    }

    public long alarms() {
        return loop.alarms();
    }

    /** Bytes of the blocks that the start executed again because no snapshot had them. */
    long replayedBytes() {
        return restored.replayedBytes();
    }

    public long logBytes() {
        return restored.log().heldBytes();
    }

    /** Ends the owner thread between two turns, writes what still waits for the database, and makes the next start short. */
    @Override
    public void close() {
        loop.stop();
        try {
            owner.join(PATIENCE.toMillis());
            background.shutdown();
            background.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        background.shutdownNow();
        writer.close();
        try (WriteAheadLog log = restored.log()) {
            if (ended) {
                upkeep.rest(restored.core(), log);
            }
        }
    }
}
