package dev.shieldwall.consensus.quorum;

import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.codec.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The votes of one type at one height, by view. Of a replica that contradicts itself both votes are kept: dropping one
 * would let an equivocator hide a quorum that exists, keeping more would let it fill memory.
 */
public final class VoteTally {

    /** Votes kept of one replica in one view. */
    public static final int MAX_VOTES_PER_REPLICA = 2;

    private final TreeMap<Long, List<List<Vote>>> byView = new TreeMap<>();
    private final int replicas;

    public VoteTally(int replicas) {
        this.replicas = replicas;
    }

    /**
     * Takes a verified vote. The answer is an earlier vote of the same replica and view for another block: together
     * they are evidence. The same vote again changes nothing.
     */
    public Optional<Vote> record(Vote vote) {
        List<Vote> own = byView.computeIfAbsent(vote.view(), _ -> emptyView()).get(vote.replica());
        if (own.stream().anyMatch(before -> before.blockHash().equals(vote.blockHash()))) {
            return Optional.empty();
        }
        if (own.size() >= MAX_VOTES_PER_REPLICA) {
            return Optional.empty();
        }
        own.add(vote);
        return own.size() == 1 ? Optional.empty() : Optional.of(own.getFirst());
    }

    /** The votes of a view, in the order of their replicas. */
    public List<Vote> of(long view) {
        return byView.getOrDefault(view, List.of()).stream().flatMap(List::stream).toList();
    }

    /** Who voted for {@code blockHash} in {@code view}. */
    public boolean hasVoted(int replica, long view, Hash blockHash) {
        return byView.getOrDefault(view, List.of()).stream()
                .flatMap(List::stream)
                .anyMatch(vote -> vote.replica() == replica && vote.blockHash().equals(blockHash));
    }

    /** Views with votes, ascending. */
    public List<Long> views() {
        return List.copyOf(byView.keySet());
    }

    /** The blocks voted for in {@code view}, in the order of their hashes. */
    public List<Hash> candidates(long view) {
        return of(view).stream().map(Vote::blockHash).distinct().sorted().toList();
    }

    public void forgetBelow(long view) {
        byView.headMap(view).clear();
    }

    private List<List<Vote>> emptyView() {
        List<List<Vote>> votes = new ArrayList<>(replicas);
        for (int i = 0; i < replicas; i++) {
            votes.add(new ArrayList<>(1));
        }
        return votes;
    }
}
