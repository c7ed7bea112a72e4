package dev.shieldwall.replica.http;

import java.util.List;

/**
 * Who the replicas are and where they listen.
 *
 * @param self index of this replica
 * @param chainId hex, sent and compared on every stream
 * @param epoch of the replica set
 * @param peers every replica, this one included, in the order of index
 */
public record PeerSettings(int self, String chainId, long epoch, List<Address> peers) {

    public PeerSettings {
        peers = List.copyOf(peers);
        if (self < 0 || self >= peers.size()) {
            throw new IllegalArgumentException("this replica is not among its peers");
        }
    }

    /**
     * Where a replica listens for its peers.
     *
     * @param port TCP port; 0 picks a free one and is for tests
     * @param tlsKeyHash SHA-256 of the SubjectPublicKeyInfo of its TLS key, 32 bytes
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Address(String host, int port, byte[] tlsKeyHash) {}
}
