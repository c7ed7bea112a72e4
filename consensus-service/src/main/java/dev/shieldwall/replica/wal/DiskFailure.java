package dev.shieldwall.replica.wal;

import java.io.IOException;

/**
 * The disk refused a write, a sync or a rename. The log that threw it accepts nothing any more: after a failed fsync
 * nobody knows which pages reached the disk, so the replica stops instead of voting on a guess.
 */
public final class DiskFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DiskFailure(String what, IOException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }

    public DiskFailure(String what) {
        super(what);
    }
}
