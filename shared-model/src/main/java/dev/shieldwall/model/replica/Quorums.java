package dev.shieldwall.model.replica;

/** Byzantine quorum arithmetic: f = floor((n-1)/3), q(n) = floor(2n/3)+1. Two quorums share at least f+1 members. */
public final class Quorums {

    private Quorums() {}

    /** How many of {@code n} replicas may be faulty. */
    public static int faults(int n) {
        return (n - 1) / 3;
    }

    /** How many equal votes of {@code n} replicas decide. */
    public static int quorum(int n) {
        return 2 * n / 3 + 1;
    }
}
