package dev.shieldwall.consensus.pbft;

import dev.shieldwall.consensus.core.Input.Received;
import dev.shieldwall.model.block.Vote;
import dev.shieldwall.model.block.VoteType;
import java.util.List;
import java.util.TreeMap;

/** Messages for the next height or a coming view, one of each kind and signer: the newest. */
final class EarlyMessages {

    private record Key(int signer, VoteType type) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int bySigner = Integer.compare(signer, other.signer);
            return bySigner != 0 ? bySigner : type.compareTo(other.type);
        }
    }

    private final TreeMap<Key, Received> kept = new TreeMap<>();

    void keep(Vote vote, Received input) {
        kept.put(new Key(vote.replica(), vote.type()), input);
    }

    List<Received> takeAll() {
        List<Received> all = List.copyOf(kept.values());
        kept.clear();
        return all;
    }
}
