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
            SECOND_PROPOSAL_ACCEPTED, 25, alarm
            VOTES_FOR_OTHER_BLOCKS_COUNTED, 18, crash
            PRIMARYS_PREPARE_COUNTED, 187, lemma
            VIEW_CHANGE_FORGETS_PREPARED, 8, lock
            LOWEST_VIEW_CERTIFICATE_CHOSEN, 268, justified choice
            NEW_VIEW_CHOICE_IGNORED, 2, justified choice
            NEW_VIEW_STARTS_TOO_LOW, 6, justified choice
            NEW_VIEW_NOT_VALIDATED, 4, new view
            NO_JOIN, 7, liveness
            JOINS_A_SINGLE_REPLICA, 1, join
            VIEW_LEFT_WITHOUT_COMPANY, 2, join
            COURTESY_AT_ONCE, 1, join
            BATCH_GONE_ENDS_ANY_PATIENCE, 172, liveness
            TIMEOUT_DOES_NOT_GROW, 26, liveness
            TIMEOUT_NEVER_SHRINKS, 221, liveness
            TIMEOUT_SHORTER_THAN_A_ROUND, 2, liveness
            ANY_TIME_IS_TIMELY, 34, block time
            NO_TIME_IS_TIMELY_AFTER_A_DELAY, 1, liveness
            TIME_MAY_STAND_STILL, 24, block time
            SENT_BEFORE_PERSISTED, 1, persist before send
            LOCK_LOST_ON_RESTART, 20, lock
            OWN_VOTES_LOST_ON_RESTART, 2, one signature per position
            VIEW_LOST_ON_RESTART, 3, one signature per position
            PROMISE_LOST_WITH_THE_LOG, 209, promise
            OWN_VIEW_CHANGE_LOST_ON_RESTART, 2, one signature per position
            EVERY_BLOCK_IS_VALID, 26, executed once
            CERTIFICATES_NOT_VERIFIED, 13, alarm
            PREPARE_QUORUM_F_UNNOTICED, 15, lemma
            PREPARE_QUORUM_ONE_LESS_UNNOTICED, 15, lemma
            PRIMARYS_PREPARE_COUNTED_UNNOTICED, 187, lemma
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
