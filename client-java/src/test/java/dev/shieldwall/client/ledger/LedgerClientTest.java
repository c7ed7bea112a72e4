package dev.shieldwall.client.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.client.TestMesh;
import dev.shieldwall.client.TestReplica;
import dev.shieldwall.client.TestReplica.Answer;
import dev.shieldwall.client.http.Problem;
import dev.shieldwall.client.http.Wire;
import dev.shieldwall.model.command.SignedCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.receipt.Receipt;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerClientTest extends ReplicasTest {

    private static Answer refusal(int status, String code) {
        return Answer.problem(Problem.of(status, code, "refused", "for the test"));
    }

    @Test
    void aDecisionFromOneReplicaIsEnoughAndNobodyElseIsAsked() throws Exception {
        SignedCommand command = command();

        Outcome outcome = client().submit(command);

        assertThat(outcome).isEqualTo(new Outcome.Decided(chain.decide(command)));
        assertThat(replicas.stream().mapToInt(r -> r.received().size()).sum()).isEqualTo(1);
    }

    @Test
    void aRejectionIsADecisionWithAReceipt() throws Exception {
        SignedCommand command = command();
        Receipt receipt = mesh.receipt(command, new Decision.Rejected(Rejection.SESSION_UNKNOWN, "no such session"));
        replicas.getFirst().onCommand(_ -> Answer.ok(receipt.toJson()));

        assertThat(client().submit(command)).isEqualTo(new Outcome.Decided(receipt));
    }

    @Test
    void theSameBytesReachEveryReplicaThatIsAsked() throws Exception {
        SignedCommand command = command();
        replicas.get(0).onCommand(_ -> refusal(429, "too-many-requests"));
        replicas.get(1).onCommand(_ -> refusal(422, "not-admitted"));

        assertThat(client().submit(command)).isInstanceOf(Outcome.Decided.class);
        for (int i = 0; i < 3; i++) {
            assertThat(replicas.get(i).received()).extracting(SignedCommand::jws).containsExactly(command.jws());
        }
        assertThat(replicas.get(3).received()).isEmpty();
    }

    @Test
    void aForgedReceiptIsRecordedAndTheNextReplicaAsked() throws Exception {
        SignedCommand command = command();
        Receipt otherMesh = TestMesh.another().receipt(command, new Decision.Accepted());
        replicas.getFirst().onCommand(_ -> Answer.ok(otherMesh.toJson()));
        LedgerClient client = client();

        assertThat(client.submit(command)).isEqualTo(new Outcome.Decided(chain.decide(command)));
        assertThat(client.replicas().getFirst().forged()).isEqualTo(1);
        assertThat(replicas.get(1).received()).hasSize(1);
    }

    @Test
    void aGenuineReceiptForAnotherCommandIsNoAnswer() throws Exception {
        Receipt other = chain.decide(command());
        replicas.getFirst().onCommand(_ -> Answer.ok(other.toJson()));
        SignedCommand command = command();
        LedgerClient client = client();

        assertThat(client.submit(command)).isEqualTo(new Outcome.Decided(chain.decide(command)));
        assertThat(client.replicas().getFirst().forged()).isEqualTo(1);
    }

    @Test
    void aReceiptWithATrailingByteIsForged() throws Exception {
        SignedCommand command = command();
        byte[] genuine = chain.decide(command).toJson();
        byte[] longer = Arrays.copyOf(genuine, genuine.length + 1);
        longer[genuine.length] = '\n';
        replicas.forEach(replica -> replica.onCommand(_ -> Answer.ok(longer)));
        LedgerClient client = client();

        assertThat(client.submit(command)).isInstanceOf(Outcome.Unknown.class);
        assertThat(client.replicas()).allMatch(replica -> replica.forged() == 1);
    }

    @Test
    void aSilentReplicaIsOvertakenByTheOthers() throws Exception {
        replicas.getFirst().silent();
        SignedCommand command = command();

        long start = System.nanoTime();
        Outcome outcome = client(Duration.ofMillis(300), Duration.ofSeconds(20)).submit(command);

        assertThat(outcome).isEqualTo(new Outcome.Decided(chain.decide(command)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void theReplicaThatAnsweredIsAskedFirstNextTime() throws Exception {
        replicas.get(0).onCommand(_ -> refusal(429, "too-many-requests"));
        LedgerClient client = client();
        client.submit(command());
        client.submit(command());

        assertThat(replicas.get(0).received()).hasSize(1);
        assertThat(replicas.get(1).received()).hasSize(2);
    }

    @Test
    void thePrimaryThatAnAnswerNamesIsAskedFirstNextTime() throws Exception {
        replicas.get(0).onCommand(c -> Answer.ok(chain.decide(c).toJson()).with(Wire.PRIMARY, "2"));
        LedgerClient client = client();
        client.submit(command());
        client.submit(command());

        assertThat(replicas.get(2).received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "-1", "99999999999", "two"})
    void aPrimaryThatDoesNotExistIsNoHint(String hint) throws Exception {
        replicas.get(0).onCommand(c -> Answer.ok(chain.decide(c).toJson()).with(Wire.PRIMARY, hint));
        LedgerClient client = client();

        assertThat(client.submit(command())).isInstanceOf(Outcome.Decided.class);
        assertThat(client.submit(command())).isInstanceOf(Outcome.Decided.class);
    }

    @Test
    void withoutAQuorumTheOutcomeIsUnknownAndNeverADenial() throws Exception {
        SignedCommand command = command();
        replicas.forEach(replica -> replica.onCommand(c -> Answer.problem(
                Problem.of(503, "outcome-unknown", "No decision in time", "later")
                        .unknown(c.payload().commandId(), c.payload().notAfterMillis()))));

        assertThat(client().submit(command))
                .isEqualTo(new Outcome.Unknown(command.payload().commandId(), command.payload().notAfterMillis()));
    }

    @Test
    void refusalsOfMoreThanFReplicasAreARefusal() throws Exception {
        replicas.get(0).close();
        replicas.subList(1, 4).forEach(replica -> replica.onCommand(_ -> refusal(422, "bad-signature")));

        assertThat(client().submit(command())).isEqualTo(new Outcome.Refused(422, "bad-signature", "for the test", null));
    }

    @Test
    void refusalsThatLiarsAloneCouldHaveMadeLeaveTheOutcomeUnknown() throws Exception {
        replicas.get(0).onCommand(_ -> refusal(422, "bad-signature"));
        replicas.subList(1, 4).forEach(TestReplica::close);

        assertThat(client().submit(command())).isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void aRefusalAfterASilenceLeavesTheOutcomeUnknown() throws Exception {
        replicas.get(0).silent();
        replicas.subList(1, 4).forEach(replica -> replica.onCommand(_ -> refusal(429, "too-many-requests")));

        assertThat(client(Duration.ofMillis(100), Duration.ofMillis(700)).submit(command()))
                .isInstanceOf(Outcome.Unknown.class);
    }

    @Test
    void refusalsOfAllOthersDoNotOutweighTheOneThatAdmittedIt() throws Exception {
        replicas.forEach(replica -> replica.onCommand(_ -> refusal(422, "bad-signature")));
        replicas.get(1).onCommand(c -> Answer.problem(Problem.of(503, "outcome-unknown", "No decision in time", "later")
                .unknown(c.payload().commandId(), c.payload().notAfterMillis())));
        assertThat(client().submit(command())).isInstanceOf(Outcome.Unknown.class);

        replicas.get(1).onCommand(_ -> refusal(500, "internal"));
        assertThat(client().submit(command())).isInstanceOf(Outcome.Unknown.class);

        replicas.get(1).onCommand(_ -> refusal(503, "unavailable"));
        assertThat(client().submit(command())).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void anExpiryAtTheOthersDoesNotOutweighTheOneThatAdmittedItBeforeWhoeverIsAskedFirst() throws Exception {
        for (int admitted = 0; admitted < 4; admitted++) {
            replicas.forEach(replica -> replica.onCommand(_ -> expired()));
            replicas.get(admitted).onCommand(c -> Answer.problem(
                    Problem.of(503, "outcome-unknown", "No decision so far", "it was dropped after it was passed on")
                            .unknown(c.payload().commandId(), c.payload().notAfterMillis())));
            assertThat(client().submit(command())).isInstanceOf(Outcome.Unknown.class);
        }
    }

    private static Answer expired() {
        return Answer.problem(Problem.of(422, "not-admitted", "Not admitted", "expired: notAfter has passed"));
    }

    @Test
    void retryAfterIsPassedOnAndBounded() throws Exception {
        replicas.forEach(replica ->
                replica.onCommand(_ -> refusal(429, "too-many-requests").with("Retry-After", "4000")));

        assertThat(client().submit(command()))
                .isEqualTo(new Outcome.Refused(429, "too-many-requests", "for the test", Duration.ofSeconds(60)));
    }

    @Test
    void anAnswerLongerThanTheBoundIsNotRead() throws Exception {
        byte[] huge = new byte[Wire.MAX_REPLY_BYTES + 1];
        replicas.get(0).onCommand(_ -> Answer.ok(huge));
        SignedCommand command = command();
        LedgerClient client = client();

        assertThat(client.submit(command)).isEqualTo(new Outcome.Decided(chain.decide(command)));
        assertThat(client.replicas().getFirst().failed()).isEqualTo(1);
    }

    @Test
    void allReplicasDownMeansUnknownAtOnce() throws Exception {
        replicas.forEach(TestReplica::close);

        assertThat(client().submit(command())).isInstanceOf(Outcome.Unknown.class);
    }
}
