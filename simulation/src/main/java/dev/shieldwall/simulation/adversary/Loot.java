package dev.shieldwall.simulation.adversary;

import dev.shieldwall.consensus.core.ConsensusGroup;
import dev.shieldwall.consensus.core.Message;
import dev.shieldwall.consensus.core.PreparedCertificate;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.QuorumCertificate;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.simulation.keys.GroupKeys;
import dev.shieldwall.model.block.VoteType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a Byzantine replica has heard and may use against the others. */
final class Loot {

    private static final int MEMORY = 64;

    private record Ballot(long height, long view, Hash hash) implements Comparable<Ballot> {
        @Override
        public int compareTo(Ballot other) {
            return Comparator.comparingLong(Ballot::height).thenComparingLong(Ballot::view).thenComparing(Ballot::hash)
                    .compare(this, other);
        }
    }

    private static final class Support {
        private @Nullable BlockHeader header;
        private @Nullable Vote proposal;
        private final TreeMap<Integer, Vote> prepares = new TreeMap<>();
    }

    private final GroupKeys keys;
    private final int self;
    private final TreeMap<Ballot, Support> ballots = new TreeMap<>();
    private final List<Message> heard = new ArrayList<>();
    private final TreeMap<Long, TreeMap<Integer, Message.ViewChange>> viewChanges = new TreeMap<>();

    Loot(GroupKeys keys, int self) {
        this.keys = keys;
        this.self = self;
    }

    void take(Message message, Random random) {
        if (heard.size() < MEMORY) {
            heard.add(message);
        } else if (random.nextInt(4) == 0) {
            heard.set(random.nextInt(MEMORY), message);
        }
        switch (message) {
            case Message.PrePrepare m -> {
                Support support = support(m.vote());
                support.header = m.block().header();
                support.proposal = m.vote();
            }
            case Message.Prepare m -> support(m.vote()).prepares.put(m.vote().replica(), m.vote());
            case Message.ViewChange m -> viewChanges
                    .computeIfAbsent(m.statement().newView(), _ -> new TreeMap<>())
                    .put(m.statement().replica(), m);
            case Message.Commit _, Message.NewView _, Message.Status _, Message.Fetch _, Message.FetchBody _,
                    Message.Body _, Message.Blocks _ -> { }
        }
    }

    private Support support(Vote vote) {
        return ballots.computeIfAbsent(
                new Ballot(vote.height(), vote.view(), vote.blockHash()), _ -> new Support());
    }

    @Nullable Message something(Random random) {
        return heard.isEmpty() ? null : heard.get(random.nextInt(heard.size()));
    }

    /** The prepare certificate of the lowest view that can be put together for {@code height}, own vote included. */
    @Nullable PreparedCertificate oldestCertificate(long height, long belowView) {
        ConsensusGroup group = keys.group();
        for (var entry : ballots.entrySet()) {
            Ballot ballot = entry.getKey();
            Support support = entry.getValue();
            BlockHeader header = support.header;
            Vote proposal = support.proposal;
            if (ballot.height() != height || ballot.view() >= belowView || header == null || proposal == null) {
                continue;
            }
            TreeMap<Integer, Vote> votes = new TreeMap<>(support.prepares);
            votes.put(self, keys.vote(self, VoteType.PREPARE, ballot.view(), header));
            votes.remove(proposal.replica());
            if (votes.size() >= group.replicas().quorum() - 1) {
                return new PreparedCertificate(header, proposal, QuorumCertificate.of(votes.values(), group.size()));
            }
        }
        return null;
    }

    /** The view changes heard for the highest view with any, and that view; empty if none was heard. */
    List<Message.ViewChange> newestViewChanges() {
        return viewChanges.isEmpty() ? List.of() : List.copyOf(viewChanges.lastEntry().getValue().values());
    }
}
