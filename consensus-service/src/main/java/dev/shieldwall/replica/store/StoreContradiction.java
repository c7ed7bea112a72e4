package dev.shieldwall.replica.store;

/** The database holds another block at a committed height: disk and log tell different stories, so the replica stops. */
public final class StoreContradiction extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreContradiction(long height) {
        super("the database holds another block at height " + height);
    }
}
