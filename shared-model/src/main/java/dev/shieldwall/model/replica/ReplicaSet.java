package dev.shieldwall.model.replica;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.codec.Hash;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The consensus group of one epoch.
 *
 * @param epoch counts reconfigurations, 0 at genesis; part of every signed byte string
 * @param replicas in the order of their index, 4 to 64
 */
public record ReplicaSet(long epoch, List<Replica> replicas) {

    /** Below four replicas not a single fault is tolerated. */
    public static final int MIN_REPLICAS = 4;
    /** The signer bitmap stays within 8 bytes. */
    public static final int MAX_REPLICAS = 64;

    private static final CborCodec<ReplicaSet> CODEC = CborCodec.of(ReplicaSet.class);
    private static final byte[] TAG = "shieldwall/replica-set/v1\0".getBytes(StandardCharsets.US_ASCII);

    public ReplicaSet {
        replicas = List.copyOf(replicas);
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch is negative");
        }
        if (replicas.size() < MIN_REPLICAS || replicas.size() > MAX_REPLICAS) {
            throw new IllegalArgumentException("a replica set has 4 to 64 replicas");
        }
        Set<Object> keys = new HashSet<>();
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get(i);
            if (replica.index() != i) {
                throw new IllegalArgumentException("replicas are listed in the order of their index");
            }
            if (!keys.add(replica.voteKey()) || !keys.add(replica.cosignerKey()) || !keys.add(replica.tlsKeyHash())) {
                throw new IllegalArgumentException("two replicas share a key");
            }
        }
    }

    public int size() {
        return replicas.size();
    }

    public Replica get(int index) {
        return replicas.get(index);
    }

    /** f: how many may be faulty. */
    public int faults() {
        return Quorums.faults(size());
    }

    /** q(n): how many votes make a certificate. */
    public int quorum() {
        return Quorums.quorum(size());
    }

    /** SHA-256 over a domain tag and the deterministic CBOR of this set. */
    public Hash hash() {
        return Hash.sha256(TAG, CODEC.encode(this));
    }
}
