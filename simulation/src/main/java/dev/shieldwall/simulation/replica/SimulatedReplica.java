package dev.shieldwall.simulation.replica;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.Input;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.Output;
import dev.shieldwall.consensus.core.TimerId;
import dev.shieldwall.consensus.core.Tip;
import dev.shieldwall.consensus.core.Verified;
import dev.shieldwall.consensus.core.VoteSigner;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.consensus.pbft.Standing;
import dev.shieldwall.consensus.sync.Amnesia;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.simulation.adversary.Adversary;
import dev.shieldwall.simulation.adversary.Envelope;
import dev.shieldwall.simulation.check.Violation;
import dev.shieldwall.simulation.disk.SimulatedDisk;
import dev.shieldwall.simulation.machine.Machine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The host of one replica: it runs the real core, and keeps the host rule with a disk that forgets. What a crash takes
 * away lives in {@link Life}; what survives lives here.
 */
public final class SimulatedReplica {

    private static final int BATCH_COMMANDS = 4;
    private static final int BATCH_DELAY_MILLIS = 4;
    private static final int CHECK_DELAY_MILLIS = 3;
    private static final int SYNC_DELAY_MILLIS = 4;

    private final int self;
    private final World world;
    private final @Nullable Adversary adversary;
    private final List<Integer> others;
    private SimulatedDisk disk = new SimulatedDisk();
    /** While there is one nothing is signed; as durable as the host's note of it. */
    private @Nullable Amnesia amnesia;
    private long lowestView;
    private boolean outside;
    private @Nullable Life life;
    private long skewMillis;
    private long pausedUntil;
    private int viewChanges;

    public SimulatedReplica(int self, World world, @Nullable Adversary adversary) {
        this.self = self;
        this.world = world;
        this.adversary = adversary;
        this.others = IntStream.range(0, world.keys().group().size()).filter(i -> i != self).boxed().toList();
    }

    public boolean isHonest() {
        return adversary == null;
    }

    public boolean isUp() {
        return life != null;
    }

    public void skew(long millis) {
        skewMillis = millis;
    }

    /** The process stands still; what comes in waits. */
    public void pause(long millis) {
        pausedUntil = world.schedule().nowMillis() + millis;
    }

    public void start() {
        life = new Life();
        life.recover();
    }

    public void crash() {
        life = null;
        disk.crash(world.random());
    }

    /** The process dies and its log is gone. */
    public void loseLog() {
        life = null;
        disk = new SimulatedDisk();
        amnesia = new Amnesia(world.keys().group(), self, 0);
        outside = false;
        world.checker().forgets(self);
    }

    /** It signs nothing, because it does not know what it signed. */
    public boolean isSilent() {
        return amnesia != null;
    }

    /** It asked for a view that it did not enter yet. */
    public boolean isOutside() {
        return outside;
    }

    public int index() {
        return self;
    }

    public void ask() {
        Amnesia asking = amnesia;
        if (asking != null && life != null && !asking.knowsEnough()) {
            world.wire().ask(self, asking);
        }
    }

    /** What it tells who asks; a liar tells what it likes. */
    public OptionalLong committedHeight() {
        if (life == null || isSilent()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isHonest() ? height() : world.random().nextLong(height() + 1));
    }

    /** The host stores its blocks elsewhere and keeps of its log only what is needed. */
    public void cutLog() {
        Life now = life;
        if (now != null && disk.syncedLsn() == disk.lastLsn()) {
            disk.cut(now.chain, now.core.essentials());
        }
    }

    public void submit(Bytes command) {
        Life now = life;
        if (now != null) {
            now.submit(command);
        }
    }

    /** Drops commands that waited for {@code lifeMillis}, by the rules of a host. */
    public void dropExpired(long lifeMillis) {
        run(() -> {
            Life now = life;
            if (now != null) {
                now.dropExpired(lifeMillis);
            }
        });
    }

    public void receive(Verified message) {
        run(() -> {
            Life now = life;
            if (now != null) {
                if (adversary != null) {
                    leave(adversary.sees(message.message()));
                }
                now.handle(new Input.Received(message, clock()));
            }
        });
    }

    /** Gives a Byzantine replica the word. */
    public void mischief() {
        if (adversary != null && life != null) {
            leave(adversary.mischief());
        }
    }

    public long height() {
        Life now = life;
        return now == null ? 0 : now.chain.size();
    }

    /** View changes asked for, over all lives. */
    public int viewChanges() {
        return viewChanges;
    }

    private long clock() {
        return world.schedule().nowMillis() + skewMillis;
    }

    /** Does something now, or when a pause ends. */
    private void run(Runnable action) {
        long wait = pausedUntil - world.schedule().nowMillis();
        if (wait > 0) {
            world.schedule().in(wait, action);
        } else {
            action.run();
        }
    }

    private void leave(List<Envelope> envelopes) {
        for (Envelope envelope : envelopes) {
            world.checker().sent(self, envelope.message());
            world.wire().send(self, List.of(envelope.to()), envelope.message());
        }
    }

    /** What a process keeps in memory. */
    private final class Life {

        private record Waiting(long lsn, Runnable action) {}

        private final Core core;
        private final List<CommittedBlock> chain = new ArrayList<>(disk.blocks());
        private final Map<Hash, Machine> executed = new HashMap<>();
        private final Pool pool = new Pool();
        private final Motive motive = new Motive(world.keys().group().replicas().quorum());
        private final EnumMap<TimerId, Long> timers = new EnumMap<>(TimerId.class);
        private final ArrayDeque<Input> inputs = new ArrayDeque<>();
        private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        private final Set<Bytes> durableSignatures = new LinkedHashSet<>();
        private final List<WalRecord> unsynced = new ArrayList<>();
        private Machine machine = Machine.genesis(world.keys().group().chainId());
        private boolean busy;
        private boolean syncing;
        private long timersSet;

        Life() {
            for (CommittedBlock committed : chain) {
                machine = machine.check(committed.block()).orElseThrow();
            }
            Tip tip = chain.isEmpty()
                    ? world.keys().genesisTip()
                    : Tip.of(chain.getLast().block().header(), chain.getLast().certificate());
            VoteSigner signer = world.keys().signer(self);
            core = world.cores().create(
                    world.keys().group(), self,
                    (position, context, message) ->
                            isSilent() ? Optional.empty() : signer.sign(position, context, message),
                    tip);
        }

        void recover() {
            for (WalRecord record : disk.read()) {
                noteDurable(record);
                handle(new Input.Replay(record));
            }
            if (isHonest()) {
                world.checker().restarted(self, chain.size());
            }
            handle(new Input.Start());
            promise();
        }

        private boolean isOver() {
            return life != this;
        }

        void submit(Bytes command) {
            if (!machine.hasRun(command) && pool.add(command, world.schedule().nowMillis())) {
                handle(new Input.BatchReady());
            }
        }

        void dropExpired(long lifeMillis) {
            long halfMillis = world.keys().group().parameters().baseTimeoutMillis() / 2;
            Standing standing = core.standing();
            boolean gone = standing.primary() != self
                    && pool.dropExpired(standing, world.schedule().nowMillis(), lifeMillis, halfMillis);
            if (gone) {
                handle(new Input.BatchGone());
                if (!pool.isEmpty()) {
                    handle(new Input.BatchReady());
                }
            }
        }

        /** One input at a time, in order, also those that outputs cause. */
        void handle(Input input) {
            inputs.add(input);
            if (busy) {
                return;
            }
            busy = true;
            while (!inputs.isEmpty()) {
                Input next = inputs.remove();
                motive.note(next);
                core.step(next).forEach(this::perform);
            }
            busy = false;
            sync();
        }

        private void later(long delayMillis, Runnable action) {
            world.schedule().in(delayMillis, () -> run(() -> {
                if (!isOver()) {
                    action.run();
                }
            }));
        }

        private void perform(Output output) {
            switch (output) {
                case Output.Persist(WalRecord record) -> persist(record);
                case Output.Send(int to, Message message) -> afterSync(() -> transmit(List.of(to), message));
                case Output.Broadcast(Message message) -> afterSync(() -> transmit(others, message));
                case Output.SetTimer(TimerId timer, long delayMillis) -> setTimer(timer, delayMillis);
                case Output.CancelTimer(TimerId timer) -> timers.remove(timer);
                case Output.BuildBatch request -> later(world.random().nextInt(BATCH_DELAY_MILLIS), () -> build(request));
                case Output.CheckBatch(Block block) -> later(
                        world.random().nextInt(CHECK_DELAY_MILLIS), () -> check(block));
                case Output.Deliver(Block block, QuorumCertificate certificate) -> deliver(block, certificate);
                case Output.ServeBlocks(int to, long fromHeight) -> afterSync(() -> serve(to, fromHeight));
                case Output.ReportEvidence(var first, var _) -> {
                    if (first.replica() == self && isHonest()) {
                        throw new Violation("evidence", "an honest replica reports itself");
                    }
                }
                case Output.Alarm(String reason) -> {
                    if (isHonest() && !isSilent() && !reason.endsWith("is invalid")) {
                        throw new Violation("alarm", "replica " + self + ": " + reason);
                    }
                }
            }
        }

        private void persist(WalRecord record) {
            if (isHonest()) {
                world.checker().persisted(self, record);
            }
            if (record instanceof WalRecord.OwnViewChange(var message) && isHonest()) {
                viewChanges++;
                world.checker().leavesFor(self, message.statement().newView(), motive.isOwn());
            }
            outside = record instanceof WalRecord.OwnViewChange || (outside && !(record instanceof WalRecord.Entered));
            disk.append(record);
            unsynced.add(record);
        }

        private void afterSync(Runnable action) {
            waiting.add(new Waiting(disk.lastLsn(), action));
        }

        private void sync() {
            release();
            if (!syncing && disk.syncedLsn() < disk.lastLsn()) {
                syncing = true;
                long lsn = disk.lastLsn();
                List<WalRecord> written = List.copyOf(unsynced);
                unsynced.clear();
                later(1 + world.random().nextInt(SYNC_DELAY_MILLIS), () -> {
                    syncing = false;
                    disk.syncedUpTo(lsn);
                    written.forEach(this::noteDurable);
                    sync();
                });
            }
        }

        private void release() {
            while (!waiting.isEmpty() && waiting.peek().lsn() <= disk.syncedLsn()) {
                waiting.remove().action().run();
            }
        }

        private void noteDurable(WalRecord record) {
            switch (record) {
                case WalRecord.OwnVote(var vote) -> durableSignatures.add(vote.signature());
                case WalRecord.OwnViewChange(var message) -> durableSignatures.add(message.signature());
                case WalRecord.Entered(var message) -> durableSignatures.add(message.signature());
                case WalRecord.Body _, WalRecord.Accepted _, WalRecord.Prepared _, WalRecord.Committed _ -> { }
            }
        }

        private void transmit(List<Integer> to, Message message) {
            if (adversary != null) {
                leave(adversary.instead(message, to));
                return;
            }
            Bytes signature = signatureOf(message);
            // A replica that forgot may repeat its own old proposal that it got from another.
            if (signature != null && !isSilent() && !durableSignatures.contains(signature)) {
                throw new Violation("persist before send", "replica " + self + " sends "
                        + message.getClass().getSimpleName());
            }
            world.checker().sent(self, message);
            world.wire().send(self, to, message);
        }

        private @Nullable Bytes signatureOf(Message message) {
            return switch (message) {
                case Message.PrePrepare m -> m.vote().signature();
                case Message.Prepare m -> m.vote().signature();
                case Message.Commit m -> m.vote().signature();
                case Message.ViewChange m -> m.signature();
                case Message.NewView m -> m.signature();
                case Message.Status _, Message.Fetch _, Message.FetchBody _, Message.Body _, Message.Blocks _ -> null;
            };
        }

        private void setTimer(TimerId timer, long delayMillis) {
            long token = ++timersSet;
            timers.put(timer, token);
            later(delayMillis, () -> {
                if (timers.remove(timer, token)) {
                    handle(new Input.TimerFired(timer));
                }
            });
        }

        private void build(Output.BuildBatch request) {
            if (request.height() != chain.size() + 1) {
                return;
            }
            long time = clock();
            if (time <= request.parent().timeMillis()) {
                later(request.parent().timeMillis() + 1 - time, () -> build(request));
                return;
            }
            List<Bytes> batch = pool.first(BATCH_COMMANDS);
            Machine next = machine.run(batch).orElseThrow();
            var group = world.keys().group();
            var header = new BlockHeader(group.chainId(), group.epoch(), request.height(), request.parent().hash(),
                    Block.batchRoot(batch), next.root(), next.resultsRoot(), next.auditSize(), next.root(),
                    group.setHash(), group.setHash(), time, self);
            executed.put(header.hash(), next);
            handle(new Input.BatchBuilt(request.view(), request.height(), new Block(header, batch)));
        }

        private void check(Block block) {
            if (block.header().height() != chain.size() + 1) {
                return;
            }
            var next = machine.check(block);
            next.ifPresent(state -> executed.put(block.header().hash(), state));
            handle(new Input.BatchVerdict(block.header().hash(), next.isPresent()));
        }

        private void deliver(Block block, QuorumCertificate certificate) {
            if (isHonest()) {
                world.checker().delivered(self, block, certificate);
            }
            Machine next = executed.get(block.header().hash());
            if (next == null) {
                next = machine.check(block).orElseThrow(
                        () -> new Violation("certified results", "execution gives others at " + block.header().height()));
            }
            machine = next;
            executed.clear();
            chain.add(new CommittedBlock(block, certificate));
            pool.removeIf(machine::hasRun);
            long height = chain.size();
            afterSync(() -> {
                world.checker().acknowledged(self, height);
                signAgain(certificate);
            });
            if (!pool.isEmpty()) {
                inputs.add(new Input.BatchReady());
            }
        }

        private void signAgain(QuorumCertificate tip) {
            Optional<Amnesia.Floor> floor = amnesia == null ? Optional.empty() : amnesia.floor(tip);
            if (floor.isPresent()) {
                amnesia = null;
                lowestView = Math.max(lowestView, floor.get().view());
                promise();
            }
        }

        private void promise() {
            if (!isSilent() && lowestView > 0) {
                handle(new Input.Promise(lowestView));
            }
        }

        private void serve(int to, long fromHeight) {
            int from = (int) Math.min(fromHeight - 1, chain.size());
            List<CommittedBlock> blocks =
                    chain.subList(from, Math.min(chain.size(), from + Message.Blocks.MAX_BLOCKS));
            if (!blocks.isEmpty()) {
                transmit(List.of(to), new Message.Blocks(blocks));
            }
        }
    }
}
