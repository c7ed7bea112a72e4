package dev.shieldwall.simulation;

import dev.shieldwall.simulation.replica.CoreFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Runs many seeds: {@code --seeds N --from S --minutes M}. Exits with 1 at the first seed that breaks an invariant. */
public final class Soak {

    private static final long DEFAULT_SEEDS = 1_000;
    private static final int REPORT_EVERY = 100;

    private Soak() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        Map<String, Long> options = options(arguments);
        long from = options.getOrDefault("--from", 1L);
        long seeds = options.getOrDefault("--seeds", options.containsKey("--minutes") ? Long.MAX_VALUE : DEFAULT_SEEDS);
        Duration limit = Duration.ofMinutes(options.getOrDefault("--minutes", 24 * 60L));
        Instant start = Instant.now();
        long done = 0;
        long heights = 0;
        long slowest = 0;
        for (; done < seeds && Duration.between(start, Instant.now()).compareTo(limit) < 0; done++) {
            Outcome outcome = Simulation.run(Scenario.of(from + done), CoreFactory.PBFT);
            heights += outcome.heights();
            slowest = Math.max(slowest, outcome.calmMillis());
            if (outcome.violation().isPresent()) {
                System.out.println("seed " + outcome.seed() + " breaks " + outcome.violation().get().getMessage());
                System.out.println("run it again: ./shieldwall soak --from " + outcome.seed() + " --seeds 1");
                System.exit(1);
            }
            if ((done + 1) % REPORT_EVERY == 0) {
                System.out.println(report(done + 1, heights, start) + ", slowest recovery " + slowest + " ms");
            }
        }
        System.out.println(report(done, heights, start) + ", slowest recovery " + slowest + " ms, every invariant held");
    }

    private static String report(long seeds, long heights, Instant start) {
        long seconds = Math.max(1, Duration.between(start, Instant.now()).toSeconds());
        return seeds + " seeds, " + heights + " heights, " + seconds + " s, " + seeds * 60 / seconds + " seeds a minute";
    }

    private static Map<String, Long> options(String[] arguments) {
        Map<String, Long> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (!arguments[i].matches("--(seeds|from|minutes)") || !arguments[i + 1].matches("[0-9]{1,18}")) {
                throw new IllegalArgumentException("known options: --seeds N --from S --minutes M");
            }
            options.put(arguments[i], Long.parseLong(arguments[i + 1]));
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("known options: --seeds N --from S --minutes M");
        }
        return options;
    }
}
