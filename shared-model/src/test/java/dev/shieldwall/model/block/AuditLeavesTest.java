package dev.shieldwall.model.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.audit.AuditLeaf;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Bytes;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.CapabilityCommand.RequestContext;
import dev.shieldwall.model.command.CapabilityCommand.RequestedCapability;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.CommandId;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.SessionId;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditLeavesTest {

    private static final PrincipalId NODE = new PrincipalId("spiffe://mesh.example/replica/2");
    private static final PrincipalId SERVICE = new PrincipalId("spiffe://mesh.example/service/a");
    private static final SessionId SESSION = new SessionId(Bytes.wrap(new byte[SessionId.BYTES]));
    private static final AuditLeaves.Place PLACE = new AuditLeaves.Place(7, Hash.sha256(new byte[] {1}), 1_000, NODE);
    private static final Command AUTHORIZE = new CapabilityCommand.Authorize(
            SESSION, new RequestedCapability("data", "write", null, null, RiskLevel.CRITICAL, List.of(), null),
            new RequestContext("a test", null), true, true, null, null);

    @Test
    void aDenialIsNamedADenialAndKeepsTheOperation() {
        AuditLeaf leaf = AuditLeaves.leaf(PLACE, AuditLeaves.Link.FIRST, AUTHORIZE,
                result(3, new Decision.Rejected(Rejection.NO_CAPABILITY, "none covers it")));

        assertThat(leaf.content().action()).isEqualTo("authorization_denied");
        assertThat(leaf.content().capability()).isEqualTo("data-write");
        assertThat(leaf.content().consensusId()).isEqualTo("7/3");
        assertThat(leaf.content().nodeId()).isEqualTo(NODE);
        assertThat(leaf.previousHash()).isEqualTo(Hash.ZERO);
        assertThat(leaf.index()).isZero();
    }

    @Test
    void aSessionNamesNoOperation() {
        AuditLeaf leaf = AuditLeaves.leaf(
                PLACE, AuditLeaves.Link.FIRST, new SessionCommand.Close(SESSION), result(0, new Decision.Accepted()));

        assertThat(leaf.content().action()).isEqualTo("session_closed");
        assertThat(leaf.content().capability()).isNull();
    }

    @Test
    void theNextLeafHangsOnTheBytesOfTheOneBefore() {
        byte[] leaf = AuditLeaves.leaf(PLACE, AuditLeaves.Link.FIRST, AUTHORIZE, result(0, new Decision.Accepted()))
                .encode();

        assertThat(AuditLeaves.Link.FIRST.after(leaf)).isEqualTo(new AuditLeaves.Link(1, Hash.sha256(leaf)));
    }

    private static ResultLeaf result(int index, Decision decision) {
        return new ResultLeaf(index, SERVICE, new CommandId(Bytes.wrap(new byte[CommandId.BYTES])), Hash.ZERO, decision,
                List.of());
    }
}
