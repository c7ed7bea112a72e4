package dev.shieldwall.service.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the heap near what is alive in it. The serial collector lets old objects pile up until the heap has reached its
 * limit, and the limit has to be far above what a quiet process needs: the state of a busy replica lies in the heap.
 * Several of these processes share a machine.
 */
public final class OldGeneration {

    private static final String POOL = "Tenured Gen";
    private static final long LOOK_EVERY_SECONDS = 1;
    /** Below this a collection would win too little. */
    static final long SMALL_BYTES = 96L << 20;
    /**
     * After this an eighth of what is alive is enough. What piled up under load is so given back when the load has gone;
     * while it lasts, a collection comes every 30 s if that much has grown.
     */
    static final int PATIENCE_SECONDS = 30;

    private final Runnable collection;
    private int secondsSinceLast;

    OldGeneration(Runnable collection) {
        this.collection = collection;
    }

    /** Starts to watch, if the collector is the one that needs it. */
    public static void watch() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(POOL)) {
                var watched = new OldGeneration(System::gc);
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("old-generation").factory())
                        .scheduleWithFixedDelay(
                                () -> watched.look(pool.getUsage().getUsed(), alive(pool)),
                                LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static long alive(MemoryPoolMXBean pool) {
        MemoryUsage afterLast = pool.getCollectionUsage();
        return afterLast == null ? 0 : afterLast.getUsed();
    }

    /** To be called once a second, with the arguments of {@link #isWorthIt}. */
    void look(long used, long alive) {
        secondsSinceLast++;
        if (isWorthIt(used, alive, secondsSinceLast)) {
            collection.run();
            secondsSinceLast = 0;
        }
    }

    /**
     * @param used bytes now
     * @param alive bytes that the last collection left, 0 before the first
     * @param seconds since the last that was asked for here
     */
    static boolean isWorthIt(long used, long alive, int seconds) {
        long grown = used - alive;
        return used > SMALL_BYTES && (grown > alive / 2 || (seconds >= PATIENCE_SECONDS && grown > alive / 8));
    }
}
