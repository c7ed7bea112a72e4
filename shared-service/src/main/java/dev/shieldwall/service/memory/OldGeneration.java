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
    /** What piled up under load is given back after this when the load has gone. */
    static final int PATIENCE_SECONDS = 30;

    private final MemoryPoolMXBean pool;
    private int secondsSinceLast;

    private OldGeneration(MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    /** Starts to watch, if the collector is the one that needs it. */
    public static void watch() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().equals(POOL)) {
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("old-generation").factory())
                        .scheduleWithFixedDelay(
                                new OldGeneration(pool)::look, LOOK_EVERY_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void look() {
        MemoryUsage afterLast = pool.getCollectionUsage();
        secondsSinceLast++;
        if (isWorthIt(pool.getUsage().getUsed(), afterLast == null ? 0 : afterLast.getUsed(), secondsSinceLast)) {
            System.gc();
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
