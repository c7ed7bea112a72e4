package dev.shieldwall.replica;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the heap near what is alive in it. The serial collector lets old objects pile up until the heap has reached its
 * limit, and the limit has to be far above what a quiet replica needs: the state of a busy one lies in the heap. Four of
 * these processes share a machine.
 */
final class OldGeneration {

    private static final String POOL = "Tenured Gen";
    private static final long LOOK_EVERY_SECONDS = 1;
    /** Below this a collection would win too little. */
    static final long SMALL_BYTES = 96L << 20;

    private OldGeneration() {}

    /** Starts to watch, if the collector is the one that needs it. */
    static void watch() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(POOL)) {
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("old-generation").factory())
                        .scheduleWithFixedDelay(
                                () -> collect(pool), LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private static void collect(MemoryPoolMXBean pool) {
        MemoryUsage afterLast = pool.getCollectionUsage();
        if (isWorthIt(pool.getUsage().getUsed(), afterLast == null ? 0 : afterLast.getUsed())) {
            System.gc();
        }
    }

    /**
     * @param used bytes now
     * @param alive bytes that the last collection left, 0 before the first
     */
    static boolean isWorthIt(long used, long alive) {
        return used > SMALL_BYTES && used > alive + alive / 2;
    }
}
