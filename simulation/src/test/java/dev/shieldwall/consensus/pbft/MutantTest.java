package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.simulation.Outcome;
import dev.shieldwall.simulation.Scenario;
import dev.shieldwall.simulation.Simulation;
import dev.shieldwall.simulation.check.Violation;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each mutant with a seed that kills it and the invariant that does. {@link MutantHunt} finds new seeds. */
class MutantTest {

    private static final String LIST = """
            PLACEHOLDER
            """;

    @ParameterizedTest
    @CsvSource(textBlock = LIST)
    void theSimulatorKills(Mutant mutant, long seed, String invariant) {
        Outcome outcome = Simulation.run(Scenario.of(seed), mutant.factory());
        assertThat(outcome.violation().map(Violation::invariant)).contains(invariant);
    }

    @Test
    void everyMutantIsInTheListOrKnownToSurvive() {
        Stream<String> listed = LIST.lines().map(line -> line.strip().split(",", -1)[0]);
        assertThat(Stream.concat(listed, Mutant.SURVIVORS.stream().map(Enum::name)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Mutant.values()).map(Enum::name).toList());
    }
}
