package dev.shieldwall.model.codec;

/** How long what a codec writes usually is, so that it is not copied as it grows. Threads may race: it is a guess. */
final class OutputSize {

    private static final int FIRST = 256;
    private static final int LARGEST = 1 << 16;
    private static final int FORGET = 16;

    private int usual = FIRST;

    /** Bytes to begin with. */
    int guess() {
        return usual;
    }

    /** The longest of late, slowly forgotten. */
    void was(int bytes) {
        int before = usual;
        usual = Math.min(LARGEST, Math.max(bytes, before - before / FORGET));
    }
}
