package dev.shieldwall.model.block;

/** What a replica signs about a block. The code is part of the signed bytes and never changes its meaning. */
public enum VoteType {
    PRE_PREPARE(1),
    PREPARE(2),
    COMMIT(3);

    private final int code;

    VoteType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
