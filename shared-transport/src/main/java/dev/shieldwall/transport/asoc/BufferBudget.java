package dev.shieldwall.transport.asoc;

/** How much the payloads that all connections of a node are reading may take together. Thread-safe. */
final class BufferBudget {

    private final long mostBytes;
    private long takenBytes;

    BufferBudget(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** False, and nothing taken, if that is more than is left. */
    synchronized boolean take(long bytes) {
        if (bytes > mostBytes - takenBytes) {
            return false;
        }
        takenBytes += bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        takenBytes -= bytes;
    }

    synchronized long takenBytes() {
        return takenBytes;
    }
}
