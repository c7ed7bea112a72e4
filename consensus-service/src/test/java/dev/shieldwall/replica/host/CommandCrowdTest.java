package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandCrowdTest {

    private static final int ROOM = 256;

    private final CommandCrowd crowd = new CommandCrowd();

    @Test
    void oneCallerIsNotMadeToWait() {
        often(1, 0);

        assertThat(crowd.isComplete(1, ROOM)).isTrue();
    }

    @Test
    void callersInTwoGroupsBecomeOne() {
        often(32, 32);

        assertThat(crowd.isComplete(57, ROOM)).isFalse();
        assertThat(crowd.isComplete(58, ROOM)).isTrue();
    }

    @Test
    void followsWhenCallersLeave() {
        often(64, 0);
        assertThat(crowd.isComplete(20, ROOM)).isFalse();

        often(20, 0);

        assertThat(crowd.isComplete(20, ROOM)).isTrue();
    }

    @Test
    void oneSmallBlockIsNoSignThatTheyLeft() {
        often(64, 0);

        crowd.committed(1, 0);

        assertThat(crowd.isComplete(40, ROOM)).isFalse();
    }

    @Test
    void moreThanTheBlockHoldsIsNotWaitedFor() {
        often(ROOM, 500);

        assertThat(crowd.isComplete(ROOM, ROOM)).isTrue();
        assertThat(crowd.isComplete(ROOM - 1, ROOM)).isFalse();
    }

    @Test
    void emptyBlocksSayNothingAboutCallers() {
        often(64, 0);

        often(0, 0);

        assertThat(crowd.isComplete(20, ROOM)).isFalse();
    }

    @Test
    void manyWaitLongerThanFew() {
        often(17, 0);
        assertThat(crowd.patienceNanos()).isEqualTo(Duration.ofMillis(5).toNanos());

        often(18, 0);
        assertThat(crowd.patienceNanos()).isEqualTo(Duration.ofMillis(20).toNanos());
    }

    private void often(int inBlock, int waiting) {
        for (int i = 0; i < 100; i++) {
            crowd.committed(inBlock, waiting);
        }
    }
}
