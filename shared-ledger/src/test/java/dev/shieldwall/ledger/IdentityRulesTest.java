package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.CA;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.establish;
import static dev.shieldwall.ledger.TestLedger.key;
import static dev.shieldwall.ledger.TestLedger.principal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.CommandPayload;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.Identity;
import dev.shieldwall.model.identity.IdentityStatus;
import dev.shieldwall.model.identity.PrincipalId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityRulesTest {

    private static final PrincipalId NEW = principal("service/new");

    private final TestLedger ledger = new TestLedger().populated();

    private static IdentityCommand.Revoke revoke(PrincipalId id) {
        return new IdentityCommand.Revoke(id, "left");
    }

    @Test
    void aRegistrationIsAsItWasSigned() {
        IdentityCommand.Register register = ledger.register(NEW);
        ResultLeaf result = ledger.block(ledger.by(NEW, register)).results().getFirst();

        var identity = new Identity(
                NEW, key(NEW.value()), register.attestation(), "participant", 1, List.of(), IdentityStatus.ACTIVE,
                ledger.state.height(), ledger.state.timeMillis(), null, null);
        assertThat(result.decision()).isEqualTo(new Decision.Accepted());
        assertThat(result.events()).containsExactly(new Event.IdentityRegistered(identity));
        assertThat(ledger.state.identity(NEW)).contains(identity);
        assertThat(ledger.state.keyOf(NEW)).contains(key(NEW.value()));
    }

    @Test
    void anIdIsTakenOnce() {
        assertThat(ledger.rejection(TRADER, ledger.register(TRADER))).isEqualTo(Rejection.IDENTITY_EXISTS);
    }

    /** An issuer that vouches for a second key of a known id does not replace the first. */
    @Test
    void anotherKeyDoesNotTakeOverAnId() {
        var stolen = new IdentityCommand.Register(
                key("thief"), ledger.attestation(CA, TRADER, key("thief"), ledger.now + 60_000), "participant", 1,
                List.of());
        var payload = new CommandPayload(
                ledger.genesis.chainId(), TestLedger.commandId(900), TRADER, ledger.now + 60_000, stolen);
        BlockOutcome.Executed executed = ledger.block(TestLedger.signed(payload, TestLedger.signer("thief")));

        assertThat(executed.results().getFirst().decision()).isInstanceOfSatisfying(
                Decision.Rejected.class, it -> assertThat(it.code()).isEqualTo(Rejection.IDENTITY_EXISTS));
        assertThat(ledger.state.keyOf(TRADER)).contains(key(TRADER.value()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, -1})
    void votesAreNotWeighted(int weight) {
        var register = new IdentityCommand.Register(
                key(NEW.value()), ledger.attestation(CA, NEW, key(NEW.value()), ledger.now + 60_000), "participant",
                weight, List.of());
        assertThat(ledger.rejection(NEW, register)).isEqualTo(Rejection.CONSENSUS_WEIGHT_NOT_ENFORCED);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "spiffe://mesh.example/replica/7", "spiffe://mesh.example/operator/eve", "spiffe://mesh.example/issuer/eve",
        "spiffe://mesh.example/operator/ana", "spiffe://mesh.example/issuer/ca", "spiffe://other.example/service/x",
        "spiffe://mesh.example.evil/service/x"})
    void reservedAndForeignIdsAreNotGivenAway(String id) {
        var reserved = new PrincipalId(id);
        assertThat(ledger.rejection(reserved, ledger.register(reserved))).isEqualTo(Rejection.IDENTITY_NOT_ALLOWED);
    }

    /** Genesis may name its people as it likes; nobody registers under their names. */
    @Test
    void namesOfGenesisAreTakenWhereverTheyLie() {
        var named = new TestLedger(TestLedger.withNamed(principal("people/root"), principal("people/notary")));
        for (PrincipalId id : List.of(principal("people/root"), principal("people/notary"))) {
            assertThat(named.rejection(id, named.register(id))).isEqualTo(Rejection.IDENTITY_NOT_ALLOWED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"replicas/1", "operators", "service/operator/x", "issuer-of/x"})
    void idsThatOnlyResembleReservedOnesAreFree(String path) {
        assertThat(ledger.run(principal(path), ledger.register(principal(path)))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void anOperatorRevokesAnyIdentity() {
        ResultLeaf result = ledger.block(ledger.by(ANA, revoke(TRADER))).results().getFirst();

        assertThat(result.events()).containsExactly(new Event.IdentityRevoked(TRADER, "left"));
        assertThat(ledger.state.identity(TRADER)).hasValueSatisfying(identity -> {
            assertThat(identity.isActive()).isFalse();
            assertThat(identity.revokedAtHeight()).isEqualTo(ledger.state.height());
            assertThat(identity.revocationReason()).isEqualTo("left");
        });
    }

    @Test
    void aPrincipalRevokesItselfAndNobodyElse() {
        assertThat(ledger.rejection(TRADER, revoke(OTHER))).isEqualTo(Rejection.NOT_YOURS);
        assertThat(ledger.rejection(TRADER, revoke(NEW))).isEqualTo(Rejection.NOT_YOURS);
        assertThat(ledger.run(TRADER, revoke(TRADER))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void whoeverIsNotRegisteredCannotBeRevoked() {
        assertThat(ledger.rejection(ANA, revoke(NEW))).isEqualTo(Rejection.IDENTITY_UNKNOWN);
        assertThat(ledger.rejection(ANA, revoke(ANA))).isEqualTo(Rejection.IDENTITY_UNKNOWN);
    }

    @Test
    void revocationIsFinal() {
        ledger.run(ANA, revoke(TRADER));

        assertThat(ledger.rejection(ANA, revoke(TRADER))).isEqualTo(Rejection.IDENTITY_ALREADY_REVOKED);
        assertThat(ledger.rejection(TRADER, revoke(TRADER))).isEqualTo(Rejection.PRINCIPAL_REVOKED);
        assertThat(ledger.rejection(TRADER, establish(9))).isEqualTo(Rejection.PRINCIPAL_REVOKED);
        assertThat(ledger.rejection(TRADER, ledger.register(TRADER))).isEqualTo(Rejection.IDENTITY_EXISTS);
    }

    @Test
    void aRevocationBindsTheRestOfItsBlock() {
        BlockOutcome.Executed executed =
                ledger.block(ledger.by(ANA, revoke(TRADER)), ledger.by(TRADER, establish(9)));
        assertThat(executed.results().get(1).decision()).isInstanceOfSatisfying(
                Decision.Rejected.class, it -> assertThat(it.code()).isEqualTo(Rejection.PRINCIPAL_REVOKED));
    }
}
