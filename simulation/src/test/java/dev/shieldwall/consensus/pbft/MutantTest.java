package dev.shieldwall.consensus.pbft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.simulation.Outcome;
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
            PREPARE_QUORUM_F, 1, honest message
            PREPARE_QUORUM_ONE_LESS, 1, honest message
            COMMIT_QUORUM_ONE_LESS, 1, certificate
            VIEW_CHANGE_QUORUM_ONE_LESS, 1, new view
            SECOND_PROPOSAL_ACCEPTED, 16, alarm
            VOTES_FOR_OTHER_BLOCKS_COUNTED, 15, crash
            PRIMARYS_PREPARE_COUNTED, 94, lemma
            VIEW_CHANGE_FORGETS_PREPARED, 1, lock
            LOWEST_VIEW_CERTIFICATE_CHOSEN, 219, justified choice
            NEW_VIEW_CHOICE_IGNORED, 1, justified choice
            NEW_VIEW_STARTS_TOO_LOW, 6, justified choice
            NEW_VIEW_NOT_VALIDATED, 4, new view
            NO_JOIN, 42, liveness
            JOINS_A_SINGLE_REPLICA, 1, join
            TIMEOUT_DOES_NOT_GROW, 26, liveness
            TIMEOUT_NEVER_SHRINKS, 109, liveness
            TIMEOUT_SHORTER_THAN_A_ROUND, 2, liveness
            ANY_TIME_IS_TIMELY, 25, block time
            NO_TIME_IS_TIMELY_AFTER_A_DELAY, 1, liveness
            TIME_MAY_STAND_STILL, 34, block time
            SENT_BEFORE_PERSISTED, 1, persist before send
            LOCK_LOST_ON_RESTART, 12, lock
            OWN_VOTES_LOST_ON_RESTART, 6, one signature per position
            VIEW_LOST_ON_RESTART, 1, one signature per position
            PROMISE_LOST_WITH_THE_LOG, 1, promise
            OWN_VIEW_CHANGE_LOST_ON_RESTART, 5, one signature per position
            EVERY_BLOCK_IS_VALID, 1, executed once
            CERTIFICATES_NOT_VERIFIED, 2, alarm
            PREPARE_QUORUM_F_UNNOTICED, 18, lemma
            PREPARE_QUORUM_ONE_LESS_UNNOTICED, 18, lemma
            PRIMARYS_PREPARE_COUNTED_UNNOTICED, 94, lemma
            BLOCKS_NOT_FETCHED, 1, liveness
            """;

    @ParameterizedTest
    @CsvSource(textBlock = LIST)
    void theSimulatorKills(Mutant mutant, long seed, String invariant) {
        Outcome outcome = Simulation.run(mutant.scenario(seed), mutant.factory());
        assertThat(outcome.violation().map(Violation::invariant)).contains(invariant);
    }

    @Test
    void everyMutantIsInTheListOrKnownToSurvive() {
        Stream<String> listed = LIST.lines().map(line -> line.strip().split(",", -1)[0]);
        assertThat(Stream.concat(listed, Mutant.SURVIVORS.stream().map(Enum::name)))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Mutant.values()).map(Enum::name).toList());
    }
}
