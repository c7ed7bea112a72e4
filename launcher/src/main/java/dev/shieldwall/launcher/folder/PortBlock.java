package dev.shieldwall.launcher.folder;

import java.util.ArrayList;
import java.util.List;

/**
 * The ports of one mesh, all on loopback, counted from one base so that two meshes on a machine need only two bases.
 *
 * @param base the gateway's port, {@value #LOWEST} to {@value #HIGHEST}
 */
public record PortBlock(int base) {

    public static final int DEFAULT_BASE = 18080;
    /** Ports below are for the system. */
    static final int LOWEST = 1024;
    /** The block must end at or below 65535. */
    static final int HIGHEST = 65535 - 29;
    /** Replica ports are one digit after their ten. */
    public static final int MOST_REPLICAS = 10;

    public PortBlock {
        if (base < LOWEST || base > HIGHEST) {
            throw new Refusal("--port-base must lie between " + LOWEST + " and " + HIGHEST + ", not " + base);
        }
    }

    public int gateway() {
        return base;
    }

    public int identity() {
        return base + 1;
    }

    public int capability() {
        return base + 2;
    }

    public int session() {
        return base + 3;
    }

    public int audit() {
        return base + 4;
    }

    /** Where the supervisor listens for status, kill, start and stop. */
    public int control() {
        return base + 8;
    }

    public int postgres() {
        return base + 9;
    }

    public int replicaHttp(int replica) {
        return base + 10 + checked(replica);
    }

    public int replicaPeer(int replica) {
        return base + 20 + checked(replica);
    }

    /** Every port that a mesh of so many replicas opens. */
    public List<Integer> all(int replicas) {
        var ports = new ArrayList<>(
                List.of(gateway(), identity(), capability(), session(), audit(), control(), postgres()));
        for (int replica = 0; replica < replicas; replica++) {
            ports.add(replicaHttp(replica));
            ports.add(replicaPeer(replica));
        }
        return List.copyOf(ports);
    }

    private static int checked(int replica) {
        if (replica < 0 || replica >= MOST_REPLICAS) {
            throw new IllegalArgumentException("no port for replica " + replica);
        }
        return replica;
    }
}
