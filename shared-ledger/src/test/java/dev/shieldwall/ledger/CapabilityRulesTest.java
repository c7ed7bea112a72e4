package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.LIMITS;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.authorize;
import static dev.shieldwall.ledger.TestLedger.capabilityId;
import static dev.shieldwall.ledger.TestLedger.dimensions;
import static dev.shieldwall.ledger.TestLedger.principal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.capability.Capability;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Granting and revoking. */
class CapabilityRulesTest {

    private static final Dimensions READ = dimensions("data", "read");

    private final TestLedger ledger = new TestLedger().populated();

    private static CapabilityCommand.Revoke revoke(int id) {
        return new CapabilityCommand.Revoke(capabilityId(id), "done");
    }

    private static CapabilityCommand.Grant until(int id, long expiresAtMillis) {
        return new CapabilityCommand.Grant(
                capabilityId(id), TRADER, READ, List.of(), Constraints.NONE, expiresAtMillis);
    }

    private CapabilityCommand.Grant constrained(Constraints constraints) {
        return new CapabilityCommand.Grant(
                capabilityId(9), TRADER, READ, List.of(), constraints, ledger.now + 3_600_000);
    }

    @Test
    void aGrantIsAsTheOperatorSignedIt() {
        CapabilityCommand.Grant grant = ledger.grant(1, TRADER, READ, "a", "b");
        ResultLeaf result = ledger.block(ledger.by(ANA, grant)).results().getFirst();

        var capability = new Capability(
                capabilityId(1), TRADER, ANA, READ, List.of("a", "b"), Constraints.NONE, grant.expiresAtMillis(),
                ledger.state.height(), ledger.state.timeMillis(), null, null);
        assertThat(result.decision()).isEqualTo(new Decision.Accepted());
        assertThat(result.events()).containsExactly(new Event.CapabilityGranted(capability));
        assertThat(ledger.state.capability(capabilityId(1))).contains(capability);
    }

    @Test
    void onlyAnOperatorGrantsAndRevokes() {
        ledger.run(ANA, ledger.grant(1, TRADER, READ));
        assertThat(ledger.rejection(TRADER, ledger.grant(2, TRADER, READ))).isEqualTo(Rejection.NOT_AN_OPERATOR);
        assertThat(ledger.rejection(TRADER, revoke(1))).isEqualTo(Rejection.NOT_AN_OPERATOR);
    }

    @Test
    void aCapabilityIdIsTakenOnce() {
        ledger.run(ANA, ledger.grant(1, TRADER, READ));
        assertThat(ledger.rejection(ANA, ledger.grant(1, OTHER, READ))).isEqualTo(Rejection.CAPABILITY_EXISTS);
        ledger.run(ANA, revoke(1));
        assertThat(ledger.rejection(ANA, ledger.grant(1, TRADER, READ))).isEqualTo(Rejection.CAPABILITY_EXISTS);
    }

    @Test
    void theHolderIsRegisteredAndActive() {
        assertThat(ledger.rejection(ANA, ledger.grant(1, principal("service/nobody"), READ)))
                .isEqualTo(Rejection.IDENTITY_UNKNOWN);
        assertThat(ledger.rejection(ANA, ledger.grant(1, ANA, READ))).isEqualTo(Rejection.IDENTITY_UNKNOWN);
        ledger.run(ANA, new IdentityCommand.Revoke(TRADER, "left"));
        assertThat(ledger.rejection(ANA, ledger.grant(1, TRADER, READ)))
                .isEqualTo(Rejection.IDENTITY_ALREADY_REVOKED);
    }

    @Test
    void aCapabilityEndsAfterNowAndWithinTheLimit() {
        ledger.now += 1_000;
        long now = ledger.now;
        assertThat(ledger.rejection(ANA, until(1, now))).isEqualTo(Rejection.CAPABILITY_LIFETIME_NOT_ALLOWED);
        ledger.at(now + 1_000);
        assertThat(ledger.run(ANA, until(1, ledger.now + 1))).isEqualTo(new Decision.Accepted());
        ledger.at(now + 2_000);
        assertThat(ledger.run(ANA, until(2, ledger.now + LIMITS.capabilityMillis()))).isEqualTo(new Decision.Accepted());
        ledger.at(now + 3_000);
        assertThat(ledger.rejection(ANA, until(3, ledger.now + LIMITS.capabilityMillis() + 1)))
                .isEqualTo(Rejection.CAPABILITY_LIFETIME_NOT_ALLOWED);
        ledger.at(now + 4_000);
        assertThat(ledger.rejection(ANA, until(3, -1))).isEqualTo(Rejection.CAPABILITY_LIFETIME_NOT_ALLOWED);
    }

    @Test
    void aConstraintThatIsNotEnforcedIsRefusedByName() {
        List<Constraints> notEnforced = List.of(
                new Constraints("10GB", null, null, null, null, null, null),
                new Constraints(null, "1000/sec", null, null, null, null, null),
                new Constraints(null, null, true, null, null, null, null),
                new Constraints(null, null, false, null, null, null, null),
                new Constraints(null, null, null, "minimal", null, null, null));
        List<String> names = List.of("dataVolume", "rateLimit", "userConsent", "userConsent", "auditLevel");
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            assertThat(ledger.run(ANA, constrained(notEnforced.get(i)))).isInstanceOfSatisfying(
                    Decision.Rejected.class, it -> {
                        assertThat(it.code()).isEqualTo(Rejection.CONSTRAINT_NOT_ENFORCED);
                        assertThat(it.detail()).endsWith(name);
                    });
        }
        assertThat(ledger.state.capability(capabilityId(9))).isEmpty();
    }

    @Test
    void constraintsThatAreEnforcedAreGranted() {
        var enforced = new Constraints(null, null, null, "comprehensive", 1L, ledger.now + 60_000, RiskLevel.ELEVATED);
        assertThat(ledger.run(ANA, constrained(enforced))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void aHolderHasAsManyCapabilitiesInForceAsTheLimitAndNoMore() {
        var small = new TestLedger(TestLedger.quotas(1_000, 100, 2, 64)).populated();
        small.run(ANA, small.grant(1, TRADER, READ));
        small.run(ANA, small.grant(2, TRADER, READ));
        assertThat(small.rejection(ANA, small.grant(3, TRADER, READ))).isEqualTo(Rejection.LIMIT_REACHED);
        assertThat(small.run(ANA, small.grant(3, OTHER, READ))).isEqualTo(new Decision.Accepted());

        small.run(ANA, revoke(1));
        assertThat(small.run(ANA, small.grant(4, TRADER, dimensions("data", "write"))))
                .isEqualTo(new Decision.Accepted());
        assertThat(small.rejection(ANA, small.grant(5, TRADER, READ))).isEqualTo(Rejection.LIMIT_REACHED);
        assertThat(small.run(TRADER, authorize(1, READ))).isInstanceOf(Decision.Granted.class); // by 2
        assertThat(small.run(TRADER, authorize(1, dimensions("data", "write")))).isInstanceOf(Decision.Granted.class);
    }

    @Test
    void anEndedCapabilityMakesRoom() {
        var small = new TestLedger(TestLedger.quotas(1_000, 100, 1, 64)).populated();
        small.now += 1_000;
        small.run(ANA, until(1, small.now + 10_000));
        long end = small.state.capability(capabilityId(1)).orElseThrow().expiresAtMillis();
        small.at(end - 1);
        assertThat(small.rejection(ANA, small.grant(2, TRADER, READ))).isEqualTo(Rejection.LIMIT_REACHED);
        small.at(end);
        assertThat(small.run(ANA, small.grant(2, TRADER, READ))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void anOperatorRevokesWhatIsInForce() {
        ledger.run(ANA, ledger.grant(1, TRADER, READ));
        ResultLeaf result = ledger.block(ledger.by(ANA, revoke(1))).results().getFirst();

        assertThat(result.events()).containsExactly(new Event.CapabilityRevoked(capabilityId(1), "done"));
        assertThat(ledger.state.capability(capabilityId(1))).hasValueSatisfying(capability -> {
            assertThat(capability.revokedAtHeight()).isEqualTo(ledger.state.height());
            assertThat(capability.revocationReason()).isEqualTo("done");
        });
        assertThat(ledger.rejection(ANA, revoke(1))).isEqualTo(Rejection.CAPABILITY_ALREADY_REVOKED);
        assertThat(ledger.rejection(ANA, revoke(2))).isEqualTo(Rejection.CAPABILITY_UNKNOWN);
    }
}
