package dev.shieldwall.transport.channel.core;

/** For carriers that lose and reorder: each once, as long as it is less than 1,024 behind the newest. */
final class ReplayWindow implements MessageOrder {

    static final int SIZE = 1024;

    /** Bit of a counter: its remainder by the size. */
    private final long[] seen = new long[SIZE / Long.SIZE];

    private long newest = -1;

    @Override
    public void check(long counter) throws MessageRefusedException {
        boolean tooOld = counter <= newest - SIZE;
        if (tooOld || (counter <= newest && wasSeen(counter))) {
            throw new MessageRefusedException(MessageRefusal.REPLAYED);
        }
    }

    @Override
    public void accept(long counter) {
        long skipped = Math.min(counter - newest, SIZE);
        for (long i = 0; i < skipped; i++) {
            seen[word(counter - i)] &= ~bit(counter - i);
        }
        newest = Math.max(newest, counter);
        seen[word(counter)] |= bit(counter);
    }

    private boolean wasSeen(long counter) {
        return (seen[word(counter)] & bit(counter)) != 0;
    }

    private static int word(long counter) {
        return (int) (counter % SIZE) / Long.SIZE;
    }

    private static long bit(long counter) {
        return 1L << (counter % Long.SIZE);
    }
}
