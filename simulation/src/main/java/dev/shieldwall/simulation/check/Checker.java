package dev.shieldwall.simulation.check;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.consensus.core.WalRecord;
import dev.shieldwall.model.block.Block;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.CertificateRejectedException;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.ReplicaKeys;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.simulation.keys.GroupKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The invariants of consensus.md 1.13 over all honest replicas. Throws {@link Violation} at the first that breaks. */
public final class Checker {

    private static final String VIEW_CHANGE = "view change";

    /** @param kind of signed message: a vote type, or view change or new view */
    private record Position(int replica, String kind, long height, long view) {}

    private record Round(long height, long view) {}

    private record Choice(long height, long view, Hash hash) {}

    /** @param view that was entered; what it allows at firstHeight, null for anything */
    private record Opening(long view, long firstHeight, @Nullable Hash only) {}

    private final ConsensusGroup group;
    private final ReplicaKeys keys;
    private final boolean[] honest;
    private final LongSupplier latestMillis;
    private final Map<Position, Bytes> signedAt = new HashMap<>();
    private final Map<Round, Hash> preparedIn = new HashMap<>();
    private final Map<Choice, Set<Integer>> commitVoters = new HashMap<>();
    private final List<Choice> committable = new ArrayList<>();
    private final Set<Opening> openings = new HashSet<>();
    private final Map<Integer, Opening> standsIn = new HashMap<>();
    private final Map<Integer, Long> wantedView = new HashMap<>();
    private final TreeMap<Long, BlockHeader> chain = new TreeMap<>();
    private final Set<Bytes> executed = new HashSet<>();
    private final Set<QuorumCertificate> verified = new HashSet<>();
    private final Map<Integer, Long> acknowledged = new HashMap<>();
    /** Highest view that each replica asked for, whatever became of its log. */
    private final Map<Integer, Long> promised = new HashMap<>();

    /** @param latestMillis the latest date that a block accepted now can carry */
    public Checker(GroupKeys keys, boolean[] honest, LongSupplier latestMillis) {
        this.group = keys.group();
        this.keys = keys.publicKeys();
        this.honest = honest.clone();
        this.latestMillis = latestMillis;
    }

    /** An honest replica put {@code record} out for its log. */
    public void persisted(int replica, WalRecord record) {
        switch (record) {
            case WalRecord.Prepared(PreparedCertificate certificate) -> prepared(replica, certificate);
            case WalRecord.Entered(Message.NewView message) -> entered(replica, message.statement());
            case WalRecord.Accepted(Vote proposal) -> accepted(replica, proposal);
            case WalRecord.OwnVote(Vote vote) when vote.type() == VoteType.PRE_PREPARE -> accepted(replica, vote);
            case WalRecord.Body _, WalRecord.OwnVote _, WalRecord.OwnViewChange _, WalRecord.Committed _ -> { }
        }
    }

    /** The lemma behind agreement: in one view only one block of a height can be prepared. */
    private void prepared(int replica, PreparedCertificate certificate) {
        Hash before = preparedIn.putIfAbsent(
                new Round(certificate.height(), certificate.view()), certificate.blockHash());
        if (before != null && !before.equals(certificate.blockHash())) {
            throw new Violation("lemma", "replica " + replica + " prepared another block at height "
                    + certificate.height() + " in view " + certificate.view());
        }
        committable.forEach(choice -> checkPrepared(
                new Choice(certificate.height(), certificate.view(), certificate.blockHash()), choice));
    }

    /** What a quorum voted to commit is the only block that can be prepared later. */
    private static void checkPrepared(Choice prepared, Choice committed) {
        if (prepared.height() == committed.height() && prepared.view() > committed.view()
                && !prepared.hash().equals(committed.hash())) {
            throw new Violation("lock", "another block was prepared at height " + prepared.height() + " in view "
                    + prepared.view() + " after a quorum voted to commit in view " + committed.view());
        }
    }

    /** What the view changes of its view leave open is all that an honest replica proposes or accepts. */
    private void accepted(int replica, Vote proposal) {
        Opening opening = standsIn.get(replica);
        if (opening == null || opening.view() != proposal.view()) {
            return;
        }
        boolean mandated = proposal.height() == opening.firstHeight() && opening.only() != null;
        if (proposal.height() < opening.firstHeight()
                || (mandated && !proposal.blockHash().equals(opening.only()))) {
            throw new Violation("justified choice", "replica " + replica + " takes another block at height "
                    + proposal.height() + " in view " + proposal.view() + " than its new view allows");
        }
    }

    private void entered(int replica, Message.NewViewStatement statement) {
        List<Message.ViewChange> changes = statement.viewChanges();
        Set<Integer> distinct = new HashSet<>();
        for (Message.ViewChange change : changes) {
            distinct.add(change.statement().replica());
            certify(change.statement().committed());
        }
        if (distinct.size() < group.replicas().quorum()) {
            throw new Violation("new view", "replica " + replica + " entered view " + statement.view() + " for "
                    + distinct.size() + " view changes");
        }
        long committed = changes.stream().mapToLong(change -> change.statement().committedHeight()).max().orElseThrow();
        Hash only = changes.stream()
                .map(change -> change.statement().prepared())
                .filter(Objects::nonNull)
                .filter(prepared -> prepared.height() == committed + 1)
                .max(Comparator.comparingLong(PreparedCertificate::view))
                .map(PreparedCertificate::blockHash)
                .orElse(null);
        var opening = new Opening(statement.view(), committed + 1, only);
        standsIn.put(replica, opening);
        if (openings.add(opening)) {
            committable.forEach(choice -> checkLock(opening, choice));
        }
    }

    private void certify(@Nullable QuorumCertificate certificate) {
        if (certificate == null || !verified.add(certificate)) {
            return;
        }
        try {
            keys.verify(certificate, VoteType.COMMIT);
        } catch (CertificateRejectedException e) {
            throw new Violation("certificate", e.getMessage() + " at height " + certificate.height());
        }
    }

    /** A block that a quorum voted to commit stays the only one of its height in every later view. */
    private static void checkLock(Opening opening, Choice choice) {
        boolean later = opening.view() > choice.view();
        boolean keeps = opening.firstHeight() > choice.height()
                || (opening.firstHeight() == choice.height() && choice.hash().equals(opening.only()));
        if (later && !keeps) {
            throw new Violation("lock", "view " + opening.view() + " starts at height " + opening.firstHeight()
                    + " without the block that a quorum committed at height " + choice.height() + " in view "
                    + choice.view());
        }
    }

    /**
     * An honest replica asks for {@code view}. Without a reason of its own it does so only because another honest one
     * did: what a liar says moves nobody at once.
     */
    public void leavesFor(int replica, long view, boolean ownAccord) {
        boolean company = wantedView.entrySet().stream()
                .anyMatch(other -> other.getKey() != replica && other.getValue() >= view);
        wantedView.merge(replica, view, Math::max);
        if (!ownAccord && !company) {
            throw new Violation("join", "replica " + replica + " leaves for view " + view + " with no honest other");
        }
    }

    /** A message of {@code replica} enters the network. */
    public void sent(int replica, Message message) {
        switch (message) {
            case Message.PrePrepare m -> voted(replica, m.vote());
            case Message.Prepare m -> voted(replica, m.vote());
            case Message.Commit m -> voted(replica, m.vote());
            case Message.ViewChange m -> {
                var statement = m.statement();
                if (statement.replica() == replica) {
                    promised.merge(replica, statement.newView(), Math::max);
                    signed(new Position(replica, VIEW_CHANGE, 0, statement.newView()), m.signature());
                }
            }
            case Message.NewView m -> {
                var statement = m.statement();
                if (statement.primary() == replica) {
                    signed(new Position(replica, "new view", 0, statement.view()), m.signature());
                }
            }
            case Message.Status _, Message.Fetch _, Message.FetchBody _, Message.Body _, Message.Blocks _ -> { }
        }
    }

    private void voted(int replica, Vote vote) {
        if (vote.replica() != replica) {
            return;
        }
        var position = new Position(replica, vote.type().name(), vote.height(), vote.view());
        boolean isNew = !signedAt.containsKey(position);
        if (honest[replica] && isNew && vote.view() < promised.getOrDefault(replica, 0L)) {
            throw new Violation("promise", position + " after it asked for view " + promised.get(replica));
        }
        signed(position, vote.signature());
        if (vote.type() == VoteType.COMMIT) {
            var choice = new Choice(vote.height(), vote.view(), vote.blockHash());
            Set<Integer> voters = commitVoters.computeIfAbsent(choice, _ -> new HashSet<>());
            if (voters.add(replica) && voters.size() == group.replicas().quorum()) {
                committable.add(choice);
                openings.forEach(opening -> checkLock(opening, choice));
                preparedIn.forEach((round, hash) ->
                        checkPrepared(new Choice(round.height(), round.view(), hash), choice));
            }
        }
    }

    private void signed(Position position, Bytes signature) {
        if (!honest[position.replica()]) {
            return;
        }
        Bytes before = signedAt.putIfAbsent(position, signature);
        if (before != null && !before.equals(signature)) {
            throw new Violation("one signature per position", position.toString());
        }
    }

    /**
     * {@code replica} lost its log: what it told clients it may learn again. Votes bind it for ever; two view changes for
     * one view, both true when they were made, contradict nothing.
     */
    public void forgets(int replica) {
        acknowledged.remove(replica);
        signedAt.keySet().removeIf(position -> position.replica() == replica && position.kind().equals(VIEW_CHANGE));
    }

    /** An honest replica delivered a block, for the first time or again after a restart. */
    public void delivered(int replica, Block block, QuorumCertificate certificate) {
        BlockHeader header = block.header();
        certify(certificate);
        if (!certificate.blockHash().equals(header.hash()) || certificate.height() != header.height()) {
            throw new Violation("certificate", "it covers another block than was delivered");
        }
        BlockHeader known = chain.get(header.height());
        if (known == null) {
            extend(block);
        } else if (!known.equals(header)) {
            throw new Violation("agreement", "replica " + replica + " delivered another block at height "
                    + header.height());
        }
    }

    private void extend(Block block) {
        BlockHeader header = block.header();
        if (!chain.isEmpty() && header.height() != chain.lastKey() + 1) {
            throw new Violation("order", "height " + header.height() + " after " + chain.lastKey());
        }
        if (!chain.isEmpty() && header.timeMillis() <= chain.lastEntry().getValue().timeMillis()) {
            throw new Violation("block time", "does not increase at height " + header.height());
        }
        if (header.timeMillis() > latestMillis.getAsLong()) {
            throw new Violation("block time", "lies in the future at height " + header.height());
        }
        for (Bytes command : block.commands()) {
            if (!executed.add(command)) {
                throw new Violation("executed once", "a command ran again at height " + header.height());
            }
        }
        chain.put(header.height(), header);
    }

    /** {@code replica} may have told clients that {@code height} is committed. */
    public void acknowledged(int replica, long height) {
        acknowledged.merge(replica, height, Math::max);
    }

    public void restarted(int replica, long height) {
        if (height < acknowledged.getOrDefault(replica, 0L)) {
            throw new Violation("prefix", "replica " + replica + " restarts at height " + height);
        }
    }

    public boolean hasExecuted(Bytes command) {
        return executed.contains(command);
    }

    public long height() {
        return chain.isEmpty() ? 0 : chain.lastKey();
    }
}
