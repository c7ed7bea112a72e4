package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.ledger.Refusal;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.SignedCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardedTest {

    private static final long SECOND = 1_000_000_000L;

    private static final List<Admitted> IN_VAIN = List.of(
            new Admitted.Refused(Refusal.EXPIRED, ""), new Admitted.Decided(1, 0), new Admitted.Conflict(),
            new Admitted.Poisonous());

    private final SignedCommand command = TestLedger.parse(new Callers(Hash.sha256(new byte[1])).session());
    private final Forwarded forwarded = new Forwarded(TestMesh.SIZE, 0);

    @Test
    void whatComesInVainIsReadUpToTheAllowanceAndThenAsFastAsItGrowsBack() {
        for (int i = 0; i < Forwarded.VAIN_AT_ONCE; i++) {
            assertThat(forwarded.isReadFrom(1, 0)).isTrue();
            weigh(IN_VAIN.get(i % IN_VAIN.size()));
        }
        assertThat(forwarded.isReadFrom(1, 0)).isFalse();
        assertThat(forwarded.isReadFrom(2, 0)).as("another peer").isTrue();
        assertThat(forwarded.isReadFrom(1, SECOND / Forwarded.VAIN_PER_SECOND - 1)).isFalse();
        assertThat(forwarded.isReadFrom(1, SECOND / Forwarded.VAIN_PER_SECOND + 1)).isTrue();
    }

    @Test
    void anAllowanceDoesNotGrowBeyondItsBeginning() {
        assertThat(forwarded.isReadFrom(1, 1_000 * SECOND)).isTrue();
        for (int i = 0; i < Forwarded.VAIN_AT_ONCE; i++) {
            weigh(new Admitted.Conflict());
        }
        assertThat(forwarded.isReadFrom(1, 1_000 * SECOND)).isFalse();
    }

    @Test
    void whatIsTakenOrHasNoRoomCostsNothing() {
        for (int i = 0; i < 2 * Forwarded.VAIN_AT_ONCE; i++) {
            weigh(new Admitted.Waiting());
            weigh(new Admitted.Crowded(""));
        }
        assertThat(forwarded.isReadFrom(1, 0)).isTrue();
    }

    private void weigh(Admitted admitted) {
        assertThat(forwarded.weigh(1, command, admitted, 0)).isTrue();
    }
}
