package dev.shieldwall.audit.readmodel;

import dev.shieldwall.crypto.merkle.CompactTree;
import java.util.ArrayList;
import java.util.List;

/** How the tree is kept: one root for each full run of 256 leaves, and for each full run of 256 such roots. */
public final class LogShape {

    /** Levels of the binary tree in one stored level. */
    public static final int LEVEL_BITS = 8;

    private LogShape() {}

    /** A full run of a stored level: 1 of leaves, 2 of such runs and so on. */
    public record Run(int level, long index, byte[] root) {}

    /** The runs that one more leaf completes. */
    public static List<Run> completedBy(byte[] leafHash, CompactTree before) {
        List<byte[]> subtrees = before.completedBy(leafHash);
        var runs = new ArrayList<Run>();
        for (int level = 1; level * LEVEL_BITS < subtrees.size(); level++) {
            int height = level * LEVEL_BITS;
            runs.add(new Run(level, before.size() >>> height, subtrees.get(height)));
        }
        return runs;
    }
}
