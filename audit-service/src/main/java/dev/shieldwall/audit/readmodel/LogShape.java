package dev.shieldwall.audit.readmodel;

/** How the tree is kept: one root for each full run of 256 leaves, and for each full run of 256 such roots. */
public final class LogShape {

    /** Levels of the binary tree in one stored level. */
    public static final int LEVEL_BITS = 8;

    private LogShape() {}
}
