package dev.shieldwall.simulation.adversary;

import dev.shieldwall.consensus.core.CommittedBlock;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.simulation.keys.GroupKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a replica that follows the protocol and the network, and says other things in its name. It has that
 * replica's key and no other, and hears what that replica hears.
 */
public final class Adversary {

    private static final int SILENCE_MESSAGES = 200;

    private final Set<Trick> tricks;
    private final GroupKeys keys;
    private final int self;
    private final Random random;
    private final Loot loot;
    private int silentFor;
    private long height;
    private long view;

    public Adversary(Set<Trick> tricks, GroupKeys keys, int self, Random random) {
        this.tricks = Set.copyOf(tricks);
        this.keys = keys;
        this.self = self;
        this.random = random;
        this.loot = new Loot(keys, self);
    }

    private boolean plays(Trick trick) {
        return tricks.contains(trick) && random.nextInt(3) > 0;
    }

    /** What is sent in place of {@code message}. */
    public List<Envelope> instead(Message message, List<Integer> recipients) {
        loot.take(message, random);
        if (silent()) {
            return List.of();
        }
        List<Integer> to = new ArrayList<>(recipients);
        if (plays(Trick.SELECTIVE)) {
            to.removeIf(_ -> random.nextBoolean());
        }
        return switch (message) {
            case Message.PrePrepare m -> propose(m, to);
            case Message.ViewChange m -> all(to, changeView(m));
            case Message.NewView m -> plays(Trick.BAD_NEW_VIEW) ? all(to, openView(m.statement().viewChanges())) : all(to, m);
            case Message.Status m -> all(to, status(m));
            case Message.Blocks m -> tricks.contains(Trick.LIES_ABOUT_HEIGHT) ? all(to, forge(m)) : all(to, m);
            case Message.Prepare _, Message.Commit _, Message.Fetch _, Message.FetchBody _, Message.Body _ ->
                    all(to, message);
        };
    }

    private boolean silent() {
        if (silentFor > 0) {
            silentFor--;
            return true;
        }
        if (tricks.contains(Trick.SILENT) && random.nextInt(100) == 0) {
            silentFor = random.nextInt(SILENCE_MESSAGES);
        }
        return false;
    }

    /** Something was received; the answer goes out besides what the protocol says. */
    public List<Envelope> sees(Message message) {
        loot.take(message, random);
        return switch (message) {
            case Message.PrePrepare m -> {
                height = Math.max(height, m.vote().height());
                view = Math.max(view, m.vote().view());
                yield votesFor(m.vote());
            }
            case Message.Prepare m -> votesFor(m.vote());
            case Message.ViewChange m when plays(Trick.BAD_NEW_VIEW) && leads(m) ->
                    all(others(), openView(loot.newestViewChanges()));
            case Message.Commit _, Message.ViewChange _, Message.NewView _, Message.Status _, Message.Fetch _,
                    Message.FetchBody _, Message.Body _, Message.Blocks _ -> List.of();
        };
    }

    private boolean leads(Message.ViewChange m) {
        return keys.group().primary(m.statement().newView(), m.statement().committedHeight() + 1) == self;
    }

    private List<Envelope> votesFor(Vote heard) {
        if (!plays(Trick.VOTES_FOR_ALL)) {
            return List.of();
        }
        List<Envelope> out = new ArrayList<>();
        Vote prepare = keys.voteLike(heard, self, VoteType.PREPARE);
        Vote commit = keys.voteLike(heard, self, VoteType.COMMIT);
        out.addAll(all(others(), new Message.Prepare(prepare)));
        out.addAll(all(others(), new Message.Commit(commit)));
        return out;
    }

    /** Said out of turn, now and then. */
    public List<Envelope> mischief() {
        List<Envelope> out = new ArrayList<>();
        Message old = loot.something(random);
        if (plays(Trick.REPLAYS) && old != null) {
            out.addAll(all(others(), old));
        }
        if (plays(Trick.PUSHES_VIEWS)) {
            long pushed = view + 1 + random.nextInt(3);
            out.addAll(all(others(), keys.sign(
                    new Message.ViewChangeStatement(keys.group().epoch(), pushed, self, 0, null, null))));
        }
        if (plays(Trick.FORGES_CERTIFICATES)) {
            long claimed = height + 1 + random.nextInt(5);
            out.addAll(all(others(), keys.sign(new Message.ViewChangeStatement(
                    keys.group().epoch(), view + 1, self, claimed, forgedCommit(claimed, Hash.ZERO), null))));
        }
        return out;
    }

    private List<Envelope> propose(Message.PrePrepare m, List<Integer> to) {
        Block block = m.block();
        long round = m.vote().view();
        if (plays(Trick.WRONG_ROOTS)) {
            return all(to, signed(round, new Block(withStateRoot(block.header(), Hash.ZERO), block.commands())));
        }
        if (plays(Trick.JUNK)) {
            return all(to, signed(round, junk(block)));
        }
        if (plays(Trick.SHIFTS_TIME)) {
            long[] shifts = {-1, -100_000, 100_000, 2_000, -2_000, -50, -150, -300};
            long time = block.header().timeMillis() + shifts[random.nextInt(shifts.length)];
            return all(to, signed(round, new Block(withTime(block.header(), time), block.commands())));
        }
        if (!plays(Trick.EQUIVOCATES)) {
            return all(to, m);
        }
        Message.PrePrepare other = signed(round, new Block(another(block.header()), block.commands()));
        List<Envelope> out = new ArrayList<>();
        Collections.shuffle(to, random);
        int split = random.nextInt(to.size() + 1);
        out.addAll(all(to.subList(0, split), m));
        out.addAll(all(to.subList(split, to.size()), other));
        if (random.nextInt(3) == 0) {
            out.addAll(all(to.subList(0, split), other));
        }
        out.addAll(votesFor(m.vote()));
        out.addAll(votesFor(other.vote()));
        return out;
    }

    private Block junk(Block block) {
        List<Bytes> commands = new ArrayList<>(block.commands());
        commands.add(random.nextBoolean() && !commands.isEmpty()
                ? commands.getFirst()
                : Bytes.of("junk".getBytes(StandardCharsets.US_ASCII)));
        return new Block(withBatchRoot(block.header(), Block.batchRoot(commands)), commands);
    }

    private Message.PrePrepare signed(long round, Block block) {
        return new Message.PrePrepare(keys.vote(self, VoteType.PRE_PREPARE, round, block.header()), block);
    }

    private Message changeView(Message.ViewChange m) {
        Message.ViewChangeStatement said = m.statement();
        view = Math.max(view, said.newView());
        if (!plays(Trick.HIDES_PREPARED)) {
            return m;
        }
        var shown = random.nextBoolean() ? null : loot.oldestCertificate(said.committedHeight() + 1, said.newView());
        return keys.sign(new Message.ViewChangeStatement(
                said.epoch(), said.newView(), self, said.committedHeight(), said.committed(), shown));
    }

    /** As few view changes as it takes, one repeated, those with certificates last: they fall off first. */
    private Message openView(List<Message.ViewChange> heard) {
        List<Message.ViewChange> chosen = new ArrayList<>(heard);
        chosen.sort((a, b) -> Boolean.compare(a.statement().prepared() != null, b.statement().prepared() != null));
        int quorum = keys.group().replicas().quorum();
        int kept = Math.min(chosen.size(), 1 + random.nextInt(quorum));
        chosen = new ArrayList<>(chosen.subList(0, kept));
        while (random.nextBoolean() && chosen.size() < quorum) {
            chosen.add(chosen.getFirst());
        }
        long opened = chosen.getFirst().statement().newView();
        return keys.sign(new Message.NewViewStatement(keys.group().epoch(), opened, self, chosen));
    }

    private Message.Status status(Message.Status m) {
        return tricks.contains(Trick.LIES_ABOUT_HEIGHT)
                ? new Message.Status(m.view(), m.active(), m.height() + 1 + random.nextInt(1_000_000))
                : m;
    }

    private Message forge(Message.Blocks m) {
        List<CommittedBlock> forged = new ArrayList<>();
        for (CommittedBlock real : m.blocks()) {
            BlockHeader header = withTime(real.block().header(), real.block().header().timeMillis() + 1);
            forged.add(new CommittedBlock(new Block(header, real.block().commands()),
                    random.nextBoolean() ? real.certificate() : forgedCommit(header.height(), header.hash())));
        }
        return new Message.Blocks(forged);
    }

    private QuorumCertificate forgedCommit(long at, Hash hash) {
        List<Vote> votes = new ArrayList<>();
        for (int i = 0; i < keys.group().replicas().quorum(); i++) {
            Vote own = keys.vote(self, new GroupKeys.About(VoteType.COMMIT, at, view, hash));
            votes.add(new Vote(
                    own.type(), own.epoch(), own.height(), own.view(), own.blockHash(), i, own.signature()));
        }
        return QuorumCertificate.of(votes, keys.group().size());
    }

    private List<Integer> others() {
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < keys.group().size(); i++) {
            if (i != self) {
                others.add(i);
            }
        }
        return others;
    }

    private static List<Envelope> all(List<Integer> to, @Nullable Message message) {
        return message == null ? List.of() : to.stream().map(peer -> new Envelope(peer, message)).toList();
    }

    /** As valid as {@code h} in everything but being the one that may be proposed. */
    private BlockHeader another(BlockHeader h) {
        return new BlockHeader(h.chainId(), h.epoch(), h.height(), h.parentHash(), h.batchRoot(), h.stateRoot(),
                h.resultsRoot(), h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(),
                h.timeMillis() + 1, self);
    }

    private static BlockHeader withTime(BlockHeader h, long timeMillis) {
        return new BlockHeader(h.chainId(), h.epoch(), h.height(), h.parentHash(), h.batchRoot(), h.stateRoot(),
                h.resultsRoot(), h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(),
                Math.max(0, timeMillis), h.builder());
    }

    private static BlockHeader withStateRoot(BlockHeader h, Hash root) {
        return new BlockHeader(h.chainId(), h.epoch(), h.height(), h.parentHash(), h.batchRoot(), root,
                h.resultsRoot(), h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(),
                h.timeMillis(), h.builder());
    }

    private static BlockHeader withBatchRoot(BlockHeader h, Hash root) {
        return new BlockHeader(h.chainId(), h.epoch(), h.height(), h.parentHash(), root, h.stateRoot(),
                h.resultsRoot(), h.auditSize(), h.auditRoot(), h.replicaSetHash(), h.nextReplicaSetHash(),
                h.timeMillis(), h.builder());
    }
}
