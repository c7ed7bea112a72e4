package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommandCrowdTest {

    private static final int ROOM = 256;
    private static final long MILLI = 1_000_000;

    private final CommandCrowd crowd = new CommandCrowd();

    @Test
    void oneCallerIsNotMadeToWait() {
        often(1, 0);

        assertThat(isBuilt(1)).isTrue();
    }

    @Test
    void callersInTwoGroupsBecomeOne() {
        often(32, 32);

        assertThat(isBuilt(57)).isFalse();
        assertThat(isBuilt(58)).isTrue();
    }

    @Test
    void followsWhenCallersLeave() {
        often(64, 0);
        assertThat(isBuilt(20)).isFalse();

        often(20, 0);

        assertThat(isBuilt(20)).isTrue();
    }

    @Test
    void oneSmallBlockIsNoSignThatTheyLeft() {
        often(64, 0);

        crowd.committed(1, 0);

        assertThat(isBuilt(40)).isFalse();
    }

    @Test
    void moreThanTheBlockHoldsIsNotWaitedFor() {
        often(ROOM, 500);

        assertThat(isBuilt(ROOM)).isTrue();
        assertThat(isBuilt(ROOM - 1)).isFalse();
    }

    @Test
    void emptyBlocksSayNothingAboutCallers() {
        often(64, 0);

        often(0, 0);

        assertThat(isBuilt(20)).isFalse();
    }

    @Test
    void manyWaitLongerThanFew() {
        often(17, 0);
        crowd.begin(0);
        assertThat(crowd.leftNanos(0, ROOM, 0)).isEqualTo(5 * MILLI);
        assertThat(crowd.leftNanos(0, ROOM, 5 * MILLI)).isZero();

        often(18, 0);
        crowd.begin(0);
        assertThat(crowd.leftNanos(0, ROOM, 0)).isEqualTo(10 * MILLI);
    }

    /** An average of 15.975, then one of 16.031. */
    @Test
    void sixteenAreMany() {
        often(17, 0);
        crowd.committed(20, 0);
        crowd.begin(0);
        assertThat(crowd.leftNanos(0, ROOM, 0)).isEqualTo(5 * MILLI);

        crowd.committed(18, 0);
        crowd.begin(0);
        assertThat(crowd.leftNanos(0, ROOM, 0)).isEqualTo(10 * MILLI);
    }

    @Test
    void fewAreNotWaitedForLongerBecauseMoreCome() {
        often(10, 0);
        crowd.begin(0);
        assertThat(crowd.leftNanos(1, ROOM, 4 * MILLI)).isEqualTo(MILLI);
        assertThat(crowd.leftNanos(2, ROOM, 5 * MILLI)).isZero();
    }

    @Test
    void manyAreWaitedForAsLongAsMoreCome() {
        often(64, 0);
        crowd.begin(0);
        for (int i = 1; i <= 5; i++) {
            assertThat(crowd.leftNanos(i, ROOM, i * 6 * MILLI)).isEqualTo(10 * MILLI);
        }
        assertThat(crowd.leftNanos(5, ROOM, 39 * MILLI)).as("none came for nine").isEqualTo(MILLI);
        assertThat(crowd.leftNanos(5, ROOM, 40 * MILLI)).as("none came for ten").isZero();
    }

    @Test
    void whatTheBlockBeforeHadIsNotComparedWith() {
        often(64, 0);
        crowd.begin(0);
        crowd.leftNanos(50, ROOM, MILLI);
        crowd.begin(100 * MILLI);

        assertThat(crowd.leftNanos(1, ROOM, 106 * MILLI)).isEqualTo(10 * MILLI);
    }

    @Test
    void notLongerThanFortyMillisecondsThoughMoreCome() {
        often(64, 0);
        crowd.begin(0);
        for (int i = 1; i < 40; i++) {
            assertThat(crowd.leftNanos(i, ROOM, i * MILLI)).isPositive();
        }
        assertThat(crowd.leftNanos(40, ROOM, 40 * MILLI)).isZero();
    }

    private boolean isBuilt(int waiting) {
        crowd.begin(0);
        return crowd.leftNanos(waiting, ROOM, 0) <= 0;
    }

    private void often(int inBlock, int waiting) {
        for (int i = 0; i < 100; i++) {
            crowd.committed(inBlock, waiting);
        }
    }
}
