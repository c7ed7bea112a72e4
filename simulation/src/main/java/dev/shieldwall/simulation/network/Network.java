package dev.shieldwall.simulation.network;

import dev.shieldwall.simulation.clock.Schedule;
import java.util.Arrays;
import java.util.Random;

/** Links between addresses. Every message takes its own time, so later ones overtake earlier ones. */
public final class Network {

    private static final int SLOW_ONE_IN = 12;
    private static final long LATE_FACTOR = 3;

    private final Schedule schedule;
    private final Random random;
    private final boolean[][] cut;
    private int lossPercent;
    private int repeatPercent;
    private int usualDelayMillis = 5;
    private int slowDelayMillis = 5;

    public Network(int addresses, Schedule schedule, Random random) {
        this.cut = new boolean[addresses][addresses];
        this.schedule = schedule;
        this.random = random;
    }

    /** @param slowDelayMillis longest delay of the few messages that take long */
    public void disturb(int lossPercent, int repeatPercent, int usualDelayMillis, int slowDelayMillis) {
        this.lossPercent = lossPercent;
        this.repeatPercent = repeatPercent;
        this.usualDelayMillis = usualDelayMillis;
        this.slowDelayMillis = slowDelayMillis;
    }

    /** Splits the addresses in two halves that do not hear each other. */
    public void part(boolean[] side) {
        heal();
        for (int a = 0; a < cut.length; a++) {
            for (int b = 0; b < cut.length; b++) {
                cut[a][b] = side[a] != side[b];
            }
        }
    }

    /** Cuts one direction only. */
    public void cutOneWay(int from, int to) {
        cut[from][to] = true;
    }

    public void heal() {
        for (boolean[] row : cut) {
            Arrays.fill(row, false);
        }
    }

    public void send(int from, int to, Runnable delivery) {
        if (cut[from][to] || random.nextInt(100) < lossPercent) {
            return;
        }
        schedule.in(delay(), delivery);
        if (random.nextInt(100) < repeatPercent) {
            schedule.in(LATE_FACTOR * delay(), delivery);
        }
    }

    private int delay() {
        int longest = random.nextInt(SLOW_ONE_IN) == 0 ? slowDelayMillis : usualDelayMillis;
        return 1 + random.nextInt(Math.max(1, longest));
    }
}
