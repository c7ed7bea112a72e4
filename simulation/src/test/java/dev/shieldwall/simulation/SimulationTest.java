package dev.shieldwall.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.simulation.adversary.Trick;
import dev.shieldwall.simulation.replica.CoreFactory;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {

    private static final long SEEDS = 500;

    /** A failing seed runs again with {@code ./shieldwall soak --from SEED --seeds 1}. */
    @Test
    void everyInvariantHoldsForEverySeed() {
        List<Outcome> broken = LongStream.rangeClosed(1, SEEDS)
                .parallel()
                .mapToObj(seed -> Simulation.run(Scenario.of(seed), CoreFactory.PBFT))
                .filter(outcome -> outcome.violation().isPresent())
                .toList();
        assertThat(broken).isEmpty();
    }

    /** With as many liars as ever beside the one that forgot. */
    @Test
    void lostLogsBreakNothing() {
        List<Outcome> broken = LongStream.rangeClosed(1, SEEDS / 2)
                .parallel()
                .mapToObj(seed -> Simulation.run(Scenario.of(seed).withLostLogs(), CoreFactory.PBFT))
                .filter(outcome -> outcome.violation().isPresent())
                .toList();
        assertThat(broken).isEmpty();
    }

    /** Commands expire sooner than the patience with a primary ends, and are sent again. */
    @Test
    void commandsOfAShortLifeStopNothing() {
        List<Outcome> broken = LongStream.rangeClosed(1, SEEDS / 2)
                .parallel()
                .mapToObj(seed -> Simulation.run(Scenario.of(seed).withShortLivedCommands(), CoreFactory.PBFT))
                .filter(outcome -> outcome.violation().isPresent())
                .toList();
        assertThat(broken).isEmpty();
    }

    @Test
    void aSeedIsARun() {
        for (long seed : new long[] {3, 7, 24}) {
            assertThat(Simulation.run(Scenario.of(seed), CoreFactory.PBFT))
                    .isEqualTo(Simulation.run(Scenario.of(seed), CoreFactory.PBFT));
        }
    }

    @ParameterizedTest
    @EnumSource(Trick.class)
    void oneReplicaWithOneHabitStopsNothing(Trick trick) {
        for (long seed = 1; seed <= 3; seed++) {
            Outcome outcome = Simulation.run(with(seed, List.of(EnumSet.of(trick))), CoreFactory.PBFT);
            assertThat(outcome.violation()).isEmpty();
        }
    }

    @Test
    void oneReplicaWithAllHabitsStopsNothing() {
        for (long seed = 1; seed <= 5; seed++) {
            Outcome outcome = Simulation.run(with(seed, List.of(EnumSet.allOf(Trick.class))), CoreFactory.PBFT);
            assertThat(outcome.violation()).isEmpty();
        }
    }

    /** The checker must see what more than f liars do, or it would see nothing. */
    @Test
    void twoLiarsOfFourAreTooMany() {
        Set<Trick> habits = EnumSet.of(Trick.EQUIVOCATES, Trick.VOTES_FOR_ALL);
        assertThat(LongStream.rangeClosed(1, 20)
                        .mapToObj(seed -> Simulation.run(with(seed, List.of(habits, habits)), CoreFactory.PBFT))
                        .filter(outcome -> outcome.violation().isPresent()))
                .isNotEmpty();
    }

    private static Scenario with(long seed, List<Set<Trick>> tricks) {
        Scenario drawn = Scenario.of(seed);
        return new Scenario(seed, 4, tricks, drawn.chaosMillis(), drawn.calmMillis(), drawn.rotationBlocks(),
                drawn.commands(), drawn.calmDelayMillis(), drawn.prepareLossPercent(), drawn.commitLossPercent(), false, 0);
    }
}
