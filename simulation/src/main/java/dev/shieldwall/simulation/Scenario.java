package dev.shieldwall.simulation;

import dev.shieldwall.simulation.adversary.Trick;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What a seed stands for.
 *
 * @param replicas 4 mostly, sometimes 5 to 7
 * @param tricks habits of each Byzantine replica; as many sets as there are such replicas, at most f
 * @param chaosMillis how long faults go on
 * @param calmMillis mean time between two faults
 * @param prepareLossPercent of PREPARE messages between honest replicas, while faults go on
 * @param commitLossPercent the same for COMMIT: a height then lasts for many views, in which different blocks may come
 *     to be prepared
 * @param calmDelayMillis longest delay of a message once faults have ended; three of them may exceed the base timeout
 * @param lostLogs whether honest replicas, f at a time, lose their logs with all that they signed
 * @param commandLifeMillis after so long a command that waits at a backup expires; 0 for never
 */
public record Scenario(
        long seed, int replicas, List<Set<Trick>> tricks, long chaosMillis, int calmMillis, int rotationBlocks,
        int commands, int calmDelayMillis, int prepareLossPercent, int commitLossPercent, boolean lostLogs,
        long commandLifeMillis) {

    private static final long RECOVERY_MILLIS = 6_000;
    private static final long RECOVERY_MESSAGES = 60;
    /** Less than the base timeout: a patience with the primary could not end before the commands are gone. */
    private static final long SHORT_LIFE_MILLIS = 250;

    public Scenario {
        tricks = List.copyOf(tricks);
    }

    /**
     * Within this time after the last fault everything submitted is committed by every honest replica. About twice what
     * the slowest of 2,000 seeds took: a core that merely recovers late is broken too.
     */
    public long livenessMillis() {
        return RECOVERY_MILLIS + RECOVERY_MESSAGES * calmDelayMillis;
    }

    /** Replicas that are silent after they lost their logs count among the f, so liars beside them may stop everything. */
    public boolean mustRecover() {
        return !lostLogs || tricks.isEmpty();
    }

    public Scenario withLostLogs() {
        return new Scenario(seed, replicas, tricks, chaosMillis, calmMillis, rotationBlocks, commands, calmDelayMillis,
                prepareLossPercent, commitLossPercent, true, commandLifeMillis);
    }

    public Scenario withShortLivedCommands() {
        return new Scenario(seed, replicas, tricks, chaosMillis, calmMillis, rotationBlocks, commands, calmDelayMillis,
                prepareLossPercent, commitLossPercent, lostLogs, SHORT_LIFE_MILLIS);
    }

    public static Scenario of(long seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        int replicas = random.nextInt(8) == 0 ? 5 + random.nextInt(3) : 4;
        int faults = (replicas - 1) / 3;
        int liars = random.nextInt(10) < 3 ? 0 : 1 + random.nextInt(faults);
        List<Trick> all = List.of(Trick.values());
        List<Set<Trick>> tricks = new ArrayList<>();
        for (int i = 0; i < liars; i++) {
            Set<Trick> habits = EnumSet.noneOf(Trick.class);
            int count = 1 + random.nextInt(4);
            for (int k = 0; k < count; k++) {
                habits.add(all.get(random.nextInt(all.size())));
            }
            tricks.add(habits);
        }
        int[] calmDelays = {4, 4, 4, 150, 400};
        boolean hard = random.nextInt(4) == 0;
        return new Scenario(seed, replicas, tricks, 6_000 + random.nextInt(6_000), 150 + random.nextInt(700),
                1 + random.nextInt(12), 20 + random.nextInt(40),
                calmDelays[random.nextInt(calmDelays.length)], hard ? 20 + random.nextInt(50) : 0,
                hard ? 60 + random.nextInt(39) : 0, false, 0);
    }
}
