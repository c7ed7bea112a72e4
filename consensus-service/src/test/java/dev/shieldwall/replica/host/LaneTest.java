package dev.shieldwall.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.ledger.LedgerState;
import dev.shieldwall.model.capability.CapabilityId;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.identity.PrincipalId;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LaneTest {

    private static final PrincipalId ACTIVE = new PrincipalId("spiffe://mesh.example/service/active");
    private static final PrincipalId REVOKED = new PrincipalId("spiffe://mesh.example/service/revoked");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "REVOCATION, 20000, 16777216, 250, 262144",
        "OWN_END, 18000, 15728640, 1, 65536",
        "OPERATOR, 19000, 15728640, 3000, 2097152",
        "ORDINARY, 17000, 14680064, 3000, 2097152",
        "REVOKED, 17000, 14680064, 16, 131072"
    })
    void everyBoundHoldsOnBothSides(Lane lane, int commands, long bytes, int commandsEach, long bytesEach) {
        assertThat(lane.hasRoom(new Lane.Share(commands - 1, 0), 1)).isTrue();
        assertThat(lane.hasRoom(new Lane.Share(commands, 0), 1)).isFalse();
        assertThat(lane.hasRoom(new Lane.Share(0, bytes - 10), 10)).isTrue();
        assertThat(lane.hasRoom(new Lane.Share(0, bytes - 10), 11)).isFalse();
        assertThat(lane.admits(new Lane.Share(commandsEach - 1, 0), 1)).isTrue();
        assertThat(lane.admits(new Lane.Share(commandsEach, 0), 1)).isFalse();
        assertThat(lane.admits(new Lane.Share(0, bytesEach - 10), 10)).isTrue();
        assertThat(lane.admits(new Lane.Share(0, bytesEach - 10), 11)).isFalse();
    }

    @Test
    void whoAsksWhatDecidesTheLane() throws IOException {
        TestLedger ledger = new TestLedger(folder);
        Callers callers = ledger.callers;
        ledger.decide(callers.register(ACTIVE), callers.register(REVOKED), callers.revoke(Callers.OPERATOR, REVOKED));
        LedgerState state = ledger.state();
        byte[] takesBack = callers.sign(
                Callers.OPERATOR, new CapabilityCommand.Revoke(new CapabilityId(Callers.sixteen()), "leaked"));

        assertThat(lane(state, takesBack)).isEqualTo(Lane.REVOCATION);
        assertThat(lane(state, callers.revoke(Callers.OPERATOR, ACTIVE))).isEqualTo(Lane.REVOCATION);
        assertThat(lane(state, callers.grant(ACTIVE))).isEqualTo(Lane.OPERATOR);
        assertThat(lane(state, callers.revoke(ACTIVE, ACTIVE))).isEqualTo(Lane.OWN_END);
        assertThat(lane(state, callers.revoke(ACTIVE, Callers.OPERATOR))).isEqualTo(Lane.ORDINARY);
        assertThat(lane(state, callers.small(ACTIVE))).isEqualTo(Lane.ORDINARY);
        assertThat(lane(state, callers.revoke(REVOKED, REVOKED))).isEqualTo(Lane.REVOKED);
        assertThat(lane(state, callers.register(new PrincipalId("spiffe://mesh.example/service/new"))))
                .isEqualTo(Lane.ORDINARY);
    }

    private static Lane lane(LedgerState state, byte[] jws) {
        return Lane.of(state, TestLedger.parse(jws).payload());
    }
}
