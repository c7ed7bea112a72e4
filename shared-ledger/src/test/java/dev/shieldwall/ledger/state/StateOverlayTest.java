package dev.shieldwall.ledger.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.codec.CborCodec;
import dev.shieldwall.model.proof.StateKey;
import org.junit.jupiter.api.Test;

class StateOverlayTest {

    private record Amount(long value) {}

    private static final StateKey<Amount> ONE = StateKey.of("one", CborCodec.of(Amount.class));
    private static final StateKey<Amount> TWO = StateKey.of("two", CborCodec.of(Amount.class));

    @Test
    void changesShowOnTopAndLeaveTheBaseAlone() {
        var lower = new StateOverlay(StateMap.EMPTY);
        lower.put(ONE, new Amount(1));
        lower.put(TWO, new Amount(2));
        StateMap base = lower.applyTo(StateMap.EMPTY);

        var upper = new StateOverlay(base);
        upper.put(ONE, new Amount(10));
        upper.remove(TWO);

        assertThat(upper.get(ONE)).isEqualTo(new Amount(10));
        assertThat(upper.get(TWO)).isNull();
        assertThat(base.get(ONE)).isEqualTo(new Amount(1));
        StateMap after = upper.applyTo(base);
        assertThat(after.get(ONE)).isEqualTo(new Amount(10));
        assertThat(after.get(TWO)).isNull();
        assertThat(after.size()).isEqualTo(1);
    }

    @Test
    void anAbandonedOverlayHasNoEffectAndAnAbsorbedOneHasAll() {
        var block = new StateOverlay(StateMap.EMPTY);
        block.put(ONE, new Amount(1));
        new StateOverlay(block).put(ONE, new Amount(2));
        assertThat(block.get(ONE)).isEqualTo(new Amount(1));

        var command = new StateOverlay(block);
        command.put(TWO, new Amount(3));
        command.remove(ONE);
        block.absorb(command);
        assertThat(block.get(ONE)).isNull();
        assertThat(block.get(TWO)).isEqualTo(new Amount(3));
    }
}
