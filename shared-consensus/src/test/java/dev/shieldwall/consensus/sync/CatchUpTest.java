package dev.shieldwall.consensus.sync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CatchUpTest {

    private final CatchUp catchUp = new CatchUp(4);

    @Test
    void nobodyIsAskedWhenNobodyClaimsMore() {
        catchUp.claim(1, 5);
        assertThat(catchUp.ask(5)).isEmpty();
        assertThat(catchUp.ask(4)).hasValue(1);
    }

    @Test
    void onePeerIsAskedAtATime() {
        catchUp.claim(1, 5);
        catchUp.claim(2, 5);
        assertThat(catchUp.ask(0)).hasValue(1);
        assertThat(catchUp.ask(0)).isEmpty();
    }

    @Test
    void aLiarCostsOneTick() {
        catchUp.claim(1, 1_000_000);
        catchUp.claim(3, 5);
        assertThat(catchUp.ask(0)).hasValue(1);
        catchUp.tick(0);
        assertThat(catchUp.ask(0)).hasValue(3);
        catchUp.tick(0);
        assertThat(catchUp.ask(0)).hasValue(1);
    }

    @Test
    void aPeerThatAnsweredIsAskedAgain() {
        catchUp.claim(1, 5);
        catchUp.claim(2, 5);
        catchUp.ask(0);
        catchUp.answered(1);
        assertThat(catchUp.ask(3)).hasValue(1);
    }

    @Test
    void oneHeightMoreIsNotFarBehind() {
        catchUp.claim(1, 5);
        assertThat(catchUp.farBehind(4)).isFalse();
        assertThat(catchUp.farBehind(3)).isTrue();
    }

    @Test
    void aTickSaysWhetherNothingWasCommittedSinceTheLast() {
        assertThat(catchUp.tick(3)).isFalse();
        assertThat(catchUp.tick(3)).isTrue();
        assertThat(catchUp.tick(4)).isFalse();
    }
}
