package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.LIMITS;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.authorize;
import static dev.shieldwall.ledger.TestLedger.capabilityId;
import static dev.shieldwall.ledger.TestLedger.dimensions;
import static dev.shieldwall.ledger.TestLedger.establish;
import static dev.shieldwall.ledger.TestLedger.key;
import static dev.shieldwall.ledger.TestLedger.priced;
import static dev.shieldwall.ledger.TestLedger.sessionId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.Dimensions;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.codec.Hash;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.Command;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.genesis.Approvers;
import dev.shieldwall.model.genesis.RiskFloor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether an operation may run: who, in which session, under which capability, at which price, until when. */
class AuthorizationRuleTest {

    private static final Dimensions READ = dimensions("data", "read");

    private TestLedger ledger = new TestLedger().populated();

    private void grant(int id, Dimensions dimensions, Constraints constraints, String... resources) {
        ledger.now += 1_000;
        var grant = new CapabilityCommand.Grant(
                capabilityId(id), TRADER, dimensions, List.of(resources), constraints, ledger.now + 3_600_000);
        assertThat(ledger.run(ANA, grant)).isEqualTo(new Decision.Accepted());
    }

    private void grant(int id, Dimensions dimensions, String... resources) {
        grant(id, dimensions, Constraints.NONE, resources);
    }

    private Decision.Granted granted(Command command) {
        Decision decision = ledger.run(TRADER, command);
        assertThat(decision).isInstanceOf(Decision.Granted.class);
        return (Decision.Granted) decision;
    }

    private static Constraints window(@Nullable Long from, @Nullable Long to) {
        return new Constraints(null, null, null, null, from, to, null);
    }

    private static Constraints atMost(RiskLevel risk) {
        return new Constraints(null, null, null, null, null, null, risk);
    }

    @Test
    void theGrantSaysWhoMayDoWhatUntilWhen() {
        grant(1, READ, "orders", "trades");
        Hash args = Hash.sha256(new byte[] {1});
        var command = new CapabilityCommand.Authorize(
                sessionId(1),
                new CapabilityCommand.RequestedCapability(
                        "data", "read", null, null, RiskLevel.ELEVATED, List.of("orders"),
                        new Constraints("10GB", null, null, "comprehensive", null, null, null)),
                new CapabilityCommand.RequestContext("test", "high"), null, null, OTHER, args);

        assertThat(granted(command)).isEqualTo(new Decision.Granted(
                TRADER, key(TRADER.value()), OTHER, priced("data", "read", RiskLevel.ELEVATED), List.of("orders"), args,
                sessionId(1), capabilityId(1), RiskLevel.ELEVATED, 0, List.of("dataVolume"),
                ledger.state.timeMillis() + LIMITS.authorizationMillis()));
    }

    // The session

    @Test
    void theSessionIsThePrincipalsOwnAndOpen() {
        grant(1, READ);
        ledger.run(OTHER, establish(2));
        assertThat(ledger.rejection(TRADER, authorize(77, READ))).isEqualTo(Rejection.SESSION_UNKNOWN);
        assertThat(ledger.rejection(TRADER, authorize(2, READ))).isEqualTo(Rejection.NOT_YOURS);
        assertThat(ledger.rejection(ANA, authorize(1, READ))).isEqualTo(Rejection.NOT_YOURS);
        ledger.run(TRADER, establish(3));
        ledger.run(TRADER, new SessionCommand.Close(sessionId(3)));
        assertThat(ledger.rejection(TRADER, authorize(3, READ))).isEqualTo(Rejection.SESSION_CLOSED);

        long end = ledger.state.session(sessionId(1)).orElseThrow().expiresAtMillis();
        ledger.at(end - 1);
        assertThat(granted(authorize(1, READ)).validUntilMillis()).isEqualTo(end);
        ledger.at(end);
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.SESSION_EXPIRED);
    }

    @Test
    void aRevokedPrincipalIsDeniedWhateverItHolds() {
        grant(1, READ);
        ledger.run(ANA, new IdentityCommand.Revoke(TRADER, "left"));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.PRINCIPAL_REVOKED);
    }

    // Dimensions and resources

    @Test
    void withoutACapabilityNothingIsAllowed() {
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.NO_CAPABILITY);
    }

    @Test
    void theCapabilityOfSomebodyElseHelpsNobody() {
        ledger.run(ANA, ledger.grant(1, OTHER, READ));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.NO_CAPABILITY);
    }

    @ParameterizedTest
    @CsvSource({
        // granted scope and temporal, asked scope and temporal, covered
        ",,,,true", ",,user,,true", ",,,batch,true", ",,user,batch,true",
        "user,,user,,true", "user,,user,batch,true", "user,,,,false", "user,,system,,false",
        ",batch,,batch,true", ",batch,user,batch,true", ",batch,,,false", ",batch,,immediate,false",
        "user,batch,user,batch,true", "user,batch,user,,false", "user,batch,,batch,false"})
    void anAbsentScopeOrTemporalGrantsAllAndAsksForAll(
            @Nullable String scope, @Nullable String temporal, @Nullable String askedScope,
            @Nullable String askedTemporal, boolean covered) {
        grant(1, new Dimensions("data", "read", scope, temporal, null));
        Decision decision = ledger.run(
                TRADER, authorize(1, new Dimensions("data", "read", askedScope, askedTemporal, null)));
        assertThat(decision instanceof Decision.Granted).isEqualTo(covered);
    }

    @Test
    void domainAndOperationMatchExactlyAndTheVocabularyIsOpen() {
        grant(1, dimensions("quantum-bus", "entangle"));
        assertThat(granted(authorize(1, dimensions("quantum-bus", "entangle"))).capabilityId())
                .isEqualTo(capabilityId(1));
        for (Dimensions other : List.of(
                dimensions("quantum-bus", "read"), dimensions("data", "entangle"), dimensions("quantum", "entangle"),
                dimensions("quantum-bus", "entangle-all"))) {
            assertThat(ledger.rejection(TRADER, authorize(1, other))).isEqualTo(Rejection.NO_CAPABILITY);
        }
    }

    @Test
    void everyResourceAskedForIsAmongThoseOfOneCapability() {
        grant(1, READ, "a", "b");
        grant(2, READ, "c");
        assertThat(granted(authorize(1, READ, "b", "a")).capabilityId()).isEqualTo(capabilityId(1));
        assertThat(granted(authorize(1, READ)).resources()).isEmpty();
        assertThat(ledger.rejection(TRADER, authorize(1, READ, "a", "c"))).isEqualTo(Rejection.NO_CAPABILITY);
        assertThat(ledger.rejection(TRADER, authorize(1, READ, "A"))).isEqualTo(Rejection.NO_CAPABILITY);
        assertThat(ledger.rejection(TRADER, authorize(1, READ, "*"))).isEqualTo(Rejection.NO_CAPABILITY);
    }

    @Test
    void aStarGrantsEveryResource() {
        grant(1, READ, "*");
        assertThat(granted(authorize(1, READ, "anything", "else")).resources()).containsExactly("anything", "else");
        assertThat(granted(authorize(1, READ, "*")).resources()).containsExactly("*");
    }

    // Price

    @ParameterizedTest
    @CsvSource({
        "SAFE,SAFE,SAFE,SAFE", "ELEVATED,SAFE,SAFE,ELEVATED", "SAFE,DANGEROUS,SAFE,DANGEROUS",
        "SAFE,SAFE,CRITICAL,CRITICAL", "CRITICAL,SAFE,ELEVATED,CRITICAL", "ELEVATED,DANGEROUS,CRITICAL,CRITICAL"})
    void thePriceIsTheHighestOfGrantRequestAndFloor(
            RiskLevel granted, RiskLevel asked, RiskLevel floor, RiskLevel price) {
        ledger = new TestLedger(LIMITS, new Approvers(0, 0), new RiskFloor("data-read", floor)).populated();
        grant(1, priced("data", "read", granted));
        assertThat(granted(authorize(1, priced("data", "read", asked))).price()).isEqualTo(price);
    }

    @ParameterizedTest
    @EnumSource(RiskLevel.class)
    void noWordOfTheCallerLowersThePrice(RiskLevel asked) {
        grant(1, priced("compute", "execute", RiskLevel.CRITICAL), atMost(RiskLevel.CRITICAL));
        assertThat(granted(authorize(1, priced("compute", "execute", asked))).price()).isEqualTo(RiskLevel.CRITICAL);
        assertThat(granted(authorize(1, dimensions("compute", "execute"))).price()).isEqualTo(RiskLevel.CRITICAL);
        grant(2, priced("data", "delete", RiskLevel.SAFE));
        assertThat(granted(authorize(1, priced("data", "delete", asked))).price())
                .isEqualTo(asked.max(RiskLevel.DANGEROUS));
    }

    @Test
    void theCapabilitysOwnCeilingHolds() {
        grant(1, READ, atMost(RiskLevel.ELEVATED));
        assertThat(granted(authorize(1, priced("data", "read", RiskLevel.ELEVATED))).price())
                .isEqualTo(RiskLevel.ELEVATED);
        assertThat(ledger.rejection(TRADER, authorize(1, priced("data", "read", RiskLevel.DANGEROUS))))
                .isEqualTo(Rejection.RISK_TOO_HIGH);
        grant(2, dimensions("data", "delete"), atMost(RiskLevel.ELEVATED));
        assertThat(ledger.rejection(TRADER, authorize(1, dimensions("data", "delete"))))
                .isEqualTo(Rejection.RISK_TOO_HIGH); // the floor is dangerous
    }

    @Test
    void theRequestsOwnCeilingHolds() {
        grant(1, priced("data", "read", RiskLevel.DANGEROUS));
        assertThat(granted(authorize(1, READ, atMost(RiskLevel.DANGEROUS))).price()).isEqualTo(RiskLevel.DANGEROUS);
        assertThat(ledger.rejection(TRADER, authorize(1, READ, atMost(RiskLevel.ELEVATED))))
                .isEqualTo(Rejection.RISK_TOO_HIGH);
    }

    @Test
    void aPriceThatAsksForApproversIsDenied() {
        ledger = new TestLedger(LIMITS, new Approvers(0, 2)).populated();
        grant(1, READ);
        assertThat(granted(authorize(1, priced("data", "read", RiskLevel.DANGEROUS))).approversRequired()).isZero();
        assertThat(ledger.rejection(TRADER, authorize(1, priced("data", "read", RiskLevel.CRITICAL))))
                .isEqualTo(Rejection.APPROVERS_MISSING);
        ledger = new TestLedger(LIMITS, new Approvers(1, 0)).populated();
        grant(1, READ);
        assertThat(ledger.rejection(TRADER, authorize(1, priced("data", "read", RiskLevel.DANGEROUS))))
                .isEqualTo(Rejection.APPROVERS_MISSING);
        assertThat(granted(authorize(1, priced("data", "read", RiskLevel.ELEVATED))).price())
                .isEqualTo(RiskLevel.ELEVATED);
    }

    // Time

    @Test
    void aCapabilityCountsUntilItsEndAndBoundsWhatItGrants() {
        ledger.now += 1_000;
        long end = ledger.now + 20_000;
        ledger.run(ANA, new CapabilityCommand.Grant(
                capabilityId(1), TRADER, READ, List.of(), Constraints.NONE, end));
        ledger.at(end - 1);
        assertThat(granted(authorize(1, READ)).validUntilMillis()).isEqualTo(end);
        ledger.at(end);
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.CAPABILITY_EXPIRED);
    }

    @Test
    void theWindowOfTheCapabilityHoldsOnBothSides() {
        long from = ledger.now + 50_000;
        long to = from + 20_000;
        grant(1, READ, window(from, to));
        ledger.at(from - 1);
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.OUTSIDE_TIME_WINDOW);
        ledger.at(from);
        assertThat(granted(authorize(1, READ)).validUntilMillis()).isEqualTo(to);
        ledger.at(to - 1);
        assertThat(granted(authorize(1, READ)).validUntilMillis()).isEqualTo(to);
        ledger.at(to);
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.OUTSIDE_TIME_WINDOW);
    }

    @Test
    void theWindowOfTheRequestHoldsOnBothSides() {
        grant(1, READ);
        long from = ledger.now + 50_000;
        long to = from + 20_000;
        CapabilityCommand.Authorize request = authorize(1, READ, window(from, to));
        ledger.at(from - 1);
        assertThat(ledger.rejection(TRADER, request)).isEqualTo(Rejection.OUTSIDE_TIME_WINDOW);
        ledger.at(from);
        assertThat(granted(request).validUntilMillis()).isEqualTo(to);
        ledger.at(to - 1);
        assertThat(granted(request).validUntilMillis()).isEqualTo(to);
        ledger.at(to);
        assertThat(ledger.rejection(TRADER, request)).isEqualTo(Rejection.OUTSIDE_TIME_WINDOW);
    }

    @Test
    void aRevokedCapabilityGrantsNothing() {
        grant(1, READ);
        ledger.run(ANA, new CapabilityCommand.Revoke(capabilityId(1), "done"));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.CAPABILITY_REVOKED);
    }

    // The choice among several

    @Test
    void theCheapestCapabilityDecidesAndOfEqualOnesTheLowestId() {
        grant(9, priced("data", "read", RiskLevel.ELEVATED));
        grant(7, READ);
        grant(3, priced("data", "read", RiskLevel.CRITICAL));
        grant(8, READ);
        assertThat(granted(authorize(1, READ)).capabilityId()).isEqualTo(capabilityId(7));
        assertThat(granted(authorize(1, READ)).price()).isEqualTo(RiskLevel.SAFE);
        assertThat(granted(authorize(1, priced("data", "read", RiskLevel.CRITICAL))).capabilityId())
                .isEqualTo(capabilityId(3)); // all cost the same now
    }

    @Test
    void aCheaperCapabilityThatDoesNotAdmitTheRequestIsPassedOver() {
        grant(1, READ, window(1L, 2L));
        grant(2, priced("data", "read", RiskLevel.DANGEROUS));
        assertThat(granted(authorize(1, READ)).capabilityId()).isEqualTo(capabilityId(2));
    }

    @Test
    void theDenialNamesTheObstacleOfTheCapabilityThatCameFurthest() {
        ledger = new TestLedger(LIMITS, new Approvers(0, 1)).populated();
        grant(1, dimensions("data", "write"));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.NO_CAPABILITY);
        grant(2, READ);
        ledger.run(ANA, new CapabilityCommand.Revoke(capabilityId(2), "done"));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.CAPABILITY_REVOKED);
        ledger.now += 1_000;
        ledger.run(ANA, new CapabilityCommand.Grant(
                capabilityId(3), TRADER, READ, List.of(), Constraints.NONE, ledger.now + 1));
        ledger.now += 1_000;
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.CAPABILITY_EXPIRED);
        grant(4, READ, window(1L, 2L));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.OUTSIDE_TIME_WINDOW);
        grant(5, priced("data", "read", RiskLevel.CRITICAL), atMost(RiskLevel.SAFE));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.RISK_TOO_HIGH);
        grant(6, priced("data", "read", RiskLevel.CRITICAL));
        assertThat(ledger.rejection(TRADER, authorize(1, READ))).isEqualTo(Rejection.APPROVERS_MISSING);
    }
}
