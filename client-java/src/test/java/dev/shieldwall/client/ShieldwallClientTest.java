package dev.shieldwall.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shieldwall.client.TestReplica.Answer;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.ledger.CommandRef;
import dev.shieldwall.client.ledger.NotDecided;
import dev.shieldwall.client.ledger.Outcome;
import dev.shieldwall.client.ledger.Resolution;
import dev.shieldwall.client.signing.Attestor;
import dev.shieldwall.client.signing.CommandSigner;
import dev.shieldwall.model.block.BlockHeader;
import dev.shieldwall.model.block.VoteType;
import dev.shieldwall.model.capability.CapabilityPatterns;
import dev.shieldwall.model.capability.Constraints;
import dev.shieldwall.model.capability.RiskLevel;
import dev.shieldwall.model.command.CapabilityCommand;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.identity.VerificationKey;
import dev.shieldwall.model.proof.StateProof;
import dev.shieldwall.model.receipt.ExpectedRequest;
import dev.shieldwall.model.receipt.ReceiptRejectedException;
import dev.shieldwall.model.receipt.Verdict;
import dev.shieldwall.model.session.SessionId;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShieldwallClientTest {

    private final TestMesh mesh = TestMesh.create();
    private final TestChain chain = new TestChain(mesh);
    private final TestReplica gateway = new TestReplica(chain);
    private final HttpClient http = HttpClient.newHttpClient();
    private final CommandSigner alice = mesh.service("alice");
    private final SessionId session = ShieldwallClient.newSessionId(alice);

    @AfterEach
    void close() {
        gateway.close();
        http.shutdownNow();
    }

    private ShieldwallClient client(Duration attempt, Duration patience) throws Exception {
        return new ShieldwallClient(
                http, new ClientSettings(gateway.uri(), attempt, patience), mesh.genesis(), () -> "token");
    }

    private ShieldwallClient client() throws Exception {
        return client(Duration.ofSeconds(60), Duration.ofSeconds(60));
    }

    private static Answer problem(int status, String code) {
        return Answer.problem(Problem.of(status, code, "refused", "for the test"));
    }

    private static Answer unknown(SignedCommand command) {
        return Answer.problem(Problem.of(503, "outcome-unknown", "No decision in time", "later")
                .unknown(command.payload().commandId(), command.payload().notAfterMillis()));
    }

    private CapabilityCommand.Authorize request() {
        var wanted = CapabilityPatterns.compute("execute");
        var capability = new CapabilityCommand.RequestedCapability(
                wanted.domain(), wanted.operation(), null, null, wanted.riskLevel(), List.of("job-1"), null);
        return new CapabilityCommand.Authorize(
                session, capability, new CapabilityCommand.RequestContext("rebalance", "high"), true, null, null, null);
    }

    private Decision.Granted granted(long validUntil) {
        return new Decision.Granted(
                alice.principal(), VerificationKey.ed25519(alice.publicKey()), null,
                CapabilityPatterns.compute("execute"), List.of("job-1"), null, session,
                ShieldwallClient.newCapabilityId(alice), RiskLevel.CRITICAL, 0, List.of(), validUntil);
    }

    @Test
    void everyCallSignsSubmitsAndBringsAVerifiedReceipt() throws Exception {
        ShieldwallClient client = client();
        var attestation = new Attestor(TestMesh.principal("issuer/ca"), mesh.issuerKey(), mesh.chainId())
                .attest(alice.principal(), VerificationKey.ed25519(alice.publicKey()), new TreeMap<>(), Instant.now());
        var id = ShieldwallClient.newCapabilityId(alice);
        var grant = new CapabilityCommand.Grant(
                id, alice.principal(), CapabilityPatterns.memory("read"), List.of("*"), Constraints.NONE, 1);

        assertThat(List.of(
                        client.registerService(alice, attestation, "participant", List.of()),
                        client.grant(mesh.operator(), grant),
                        client.establishSession(alice, session, List.of(alice.principal()), Duration.ofHours(1)),
                        client.authorizeOperation(alice, request()),
                        client.closeSession(alice, session),
                        client.revokeCapability(mesh.operator(), id, "done"),
                        client.revokeIdentity(alice, alice.principal(), "done")))
                .allMatch(Outcome.Decided.class::isInstance);
        assertThat(gateway.received()).hasSize(7);
    }

    @Test
    void unknownIsTriedAgainWithTheSameBytesUntilItIsDecided() throws Exception {
        var tries = new AtomicInteger();
        gateway.onCommand(command -> tries.incrementAndGet() < 3
                ? unknown(command)
                : Answer.ok(chain.decide(command).toJson()));

        assertThat(client().closeSession(alice, session)).isInstanceOf(Outcome.Decided.class);
        assertThat(gateway.received()).hasSize(3).extracting(SignedCommand::jws).containsOnly(
                gateway.received().getFirst().jws());
    }

    @Test
    void unknownAtTheEndOfPatienceStaysUnknown() throws Exception {
        gateway.onCommand(ShieldwallClientTest::unknown);

        Outcome outcome = client(Duration.ofSeconds(60), Duration.ofMillis(700)).closeSession(alice, session);

        SignedCommand sent = gateway.received().getFirst();
        assertThat(outcome)
                .isEqualTo(new Outcome.Unknown(sent.payload().commandId(), sent.payload().notAfterMillis()));
    }

    @Test
    void aGatewayThatDoesNotAnswerLeavesTheOutcomeUnknown() throws Exception {
        gateway.silent();

        assertThat(client(Duration.ofMillis(300), Duration.ofMillis(400)).closeSession(alice, session))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aRefusalAfterAnUnknownIsNotBelieved() throws Exception {
        var tries = new AtomicInteger();
        gateway.onCommand(command -> tries.incrementAndGet() == 1 ? unknown(command) : problem(422, "not-admitted"));

        assertThat(client().closeSession(alice, session)).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aRefusalIsNotBelievedHoweverManyAttemptsAgoTheUnknownWas() throws Exception {
        var tries = new AtomicInteger();
        gateway.onCommand(command -> switch (tries.incrementAndGet()) {
            case 1 -> unknown(command);
            case 2 -> problem(429, "too-many-requests").with("Retry-After", "1");
            default -> problem(422, "not-admitted");
        });

        assertThat(client().closeSession(alice, session)).isInstanceOf(Outcome.Unknown.class);
        assertThat(tries).hasValue(3);
    }

    @Test
    void aRefusalAtOnceIsReportedAndNotTriedAgain() throws Exception {
        gateway.onCommand(_ -> problem(400, "malformed"));

        assertThat(client().closeSession(alice, session))
                .isEqualTo(new Outcome.Refused(400, "malformed", "for the test", null));
        assertThat(gateway.received()).hasSize(1);
    }

    @Test
    void tooManyRequestsIsTriedAgainWhenTheServerSaysSo() throws Exception {
        var tries = new AtomicInteger();
        gateway.onCommand(command -> tries.incrementAndGet() == 1
                ? problem(429, "too-many-requests").with("Retry-After", "1")
                : Answer.ok(chain.decide(command).toJson()));

        long start = System.nanoTime();
        assertThat(client().closeSession(alice, session)).isInstanceOf(Outcome.Decided.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void aReceiptThatTheGatewayForgedIsNotBelieved() throws Exception {
        gateway.onCommand(command ->
                Answer.ok(TestMesh.another().receipt(command, granted(Long.MAX_VALUE)).toJson()));

        assertThat(client(Duration.ofSeconds(1), Duration.ofMillis(300)).authorizeOperation(alice, request()))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aDenialIsADecisionAndItsReceiptPermitsNothing() throws Exception {
        gateway.onCommand(command -> Answer.ok(mesh.receipt(
                command, new Decision.Rejected(Rejection.NO_CAPABILITY, "none")).toJson()));
        ShieldwallClient client = client();

        Outcome outcome = client.authorizeOperation(alice, request());

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Decided.class, decided -> {
            var expected = new ExpectedRequest(
                    alice.principal(), null, CapabilityPatterns.compute("execute"), List.of("job-1"), null);
            assertThat(verdict(client, decided, expected, Instant.EPOCH)).isInstanceOf(Verdict.Denied.class);
        });
    }

    @Test
    void aGrantIsValidForWhatItWasGivenAndUntilItEnds() throws Exception {
        long end = 5_000;
        gateway.onCommand(command -> Answer.ok(mesh.receipt(command, granted(end)).toJson()));
        ShieldwallClient client = client();
        var decided = (Outcome.Decided) client.authorizeOperation(alice, request());
        var asked = new ExpectedRequest(
                alice.principal(), null, CapabilityPatterns.compute("execute"), List.of("job-1"), null);
        var other = new ExpectedRequest(
                alice.principal(), null, CapabilityPatterns.compute("execute"), List.of("job-2"), null);

        assertThat(verdict(client, decided, asked, Instant.ofEpochMilli(end - 1))).isInstanceOf(Verdict.Valid.class);
        assertThat(verdict(client, decided, asked, Instant.ofEpochMilli(end))).isInstanceOf(Verdict.Expired.class);
        assertThat(verdict(client, decided, other, Instant.EPOCH)).isInstanceOf(Verdict.Mismatch.class);
    }

    private static Verdict verdict(
            ShieldwallClient client, Outcome.Decided decided, ExpectedRequest expected, Instant now) {
        try {
            return client.verify(decided.receipt(), expected, now);
        } catch (ReceiptRejectedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatBecameOfAnUnknownCommandCanBeLearned() throws Exception {
        SignedCommand command = alice.sign(request(), mesh.chainId());
        CommandRef ref = CommandRef.of(command);
        assertThat(client().resolve(ref)).isInstanceOf(Resolution.StillUnknown.class);

        BlockHeader late = mesh.headerAt(ref.notAfterMillis() + 1);
        var never = new NotDecided(
                late, mesh.certificate(VoteType.COMMIT, late, 1, 2, 3),
                new StateProof(List.of(), new StateProof.Vacant()));
        gateway.onDecision(_ -> Answer.notDecided(never.toJson()));
        assertThat(client().resolve(ref)).isInstanceOf(Resolution.NeverDecided.class);

        gateway.onDecision(_ -> Answer.ok(chain.decide(command).toJson()));
        assertThat(client().resolve(ref)).isEqualTo(new Resolution.Decided(chain.decide(command)));
    }

    @Test
    void aReadThatIsRefusedSaysWhy() throws Exception {
        assertThatThrownBy(() -> client().session(session)).isInstanceOfSatisfying(
                ReadRefusedException.class, e -> assertThat(e.problem().status()).isEqualTo(400));
    }
}
