package dev.shieldwall.ledger;

import static dev.shieldwall.ledger.TestLedger.ANA;
import static dev.shieldwall.ledger.TestLedger.LIMITS;
import static dev.shieldwall.ledger.TestLedger.OTHER;
import static dev.shieldwall.ledger.TestLedger.TRADER;
import static dev.shieldwall.ledger.TestLedger.establish;
import static dev.shieldwall.ledger.TestLedger.principal;
import static dev.shieldwall.ledger.TestLedger.sessionId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.shieldwall.model.block.ResultLeaf;
import dev.shieldwall.model.command.IdentityCommand;
import dev.shieldwall.model.command.SessionCommand;
import dev.shieldwall.model.decision.Decision;
import dev.shieldwall.model.decision.Rejection;
import dev.shieldwall.model.event.Event;
import dev.shieldwall.model.identity.PrincipalId;
import dev.shieldwall.model.session.Session;
import dev.shieldwall.model.session.SessionStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionRulesTest {

    private final TestLedger ledger = new TestLedger().populated();

    private static SessionCommand.Establish lasting(int id, long millis) {
        return new SessionCommand.Establish(sessionId(id), List.of(), millis);
    }

    private static SessionCommand.Establish with(int id, PrincipalId... participants) {
        return new SessionCommand.Establish(sessionId(id), List.of(participants), 60_000);
    }

    private static SessionCommand.Close close(int id) {
        return new SessionCommand.Close(sessionId(id));
    }

    @Test
    void aSessionIsAsItWasAskedFor() {
        ResultLeaf result = ledger.block(ledger.by(TRADER, with(9, OTHER))).results().getFirst();

        var session = new Session(
                sessionId(9), TRADER, List.of(OTHER), ledger.state.timeMillis(), ledger.state.height(),
                ledger.state.timeMillis() + 60_000, SessionStatus.OPEN, null);
        assertThat(result.decision()).isEqualTo(new Decision.Accepted());
        assertThat(result.events()).containsExactly(new Event.SessionEstablished(session));
        assertThat(ledger.state.session(sessionId(9))).contains(session);
    }

    @Test
    void aSessionIdIsTakenOnceByWhomever() {
        assertThat(ledger.rejection(TRADER, establish(1))).isEqualTo(Rejection.SESSION_EXISTS);
        assertThat(ledger.rejection(OTHER, establish(1))).isEqualTo(Rejection.SESSION_EXISTS);
        ledger.run(TRADER, close(1));
        assertThat(ledger.rejection(TRADER, establish(1))).isEqualTo(Rejection.SESSION_EXISTS);
    }

    @Test
    void aSessionLastsAsLongAsTheLimitAndNoLonger() {
        assertThat(ledger.run(TRADER, lasting(9, LIMITS.sessionMillis()))).isEqualTo(new Decision.Accepted());
        assertThat(ledger.rejection(TRADER, lasting(10, LIMITS.sessionMillis() + 1)))
                .isEqualTo(Rejection.SESSION_LIFETIME_NOT_ALLOWED);
        assertThat(ledger.rejection(TRADER, lasting(10, (1L << 53) - 1)))
                .isEqualTo(Rejection.SESSION_LIFETIME_NOT_ALLOWED);
        assertThat(ledger.run(TRADER, lasting(10, 1))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void participantsAreActivePrincipalsOrReplicas() {
        assertThat(ledger.run(TRADER, with(9, OTHER, principal("replica/0"), principal("replica/3"))))
                .isEqualTo(new Decision.Accepted());
        for (PrincipalId nobody : List.of(
                principal("replica/4"), principal("replica/00"), principal("replica/0/x"), principal("service/nobody"),
                ANA, new PrincipalId("spiffe://other.example/replica/0"))) {
            assertThat(ledger.rejection(TRADER, with(10, OTHER, nobody))).isEqualTo(Rejection.PARTICIPANT_UNKNOWN);
        }
        ledger.run(ANA, new IdentityCommand.Revoke(OTHER, "left"));
        assertThat(ledger.rejection(TRADER, with(10, OTHER))).isEqualTo(Rejection.PARTICIPANT_UNKNOWN);
    }

    @Test
    void operatorsHaveNoSessions() {
        assertThat(ledger.rejection(ANA, establish(9))).isEqualTo(Rejection.IDENTITY_UNKNOWN);
    }

    @Test
    void aPrincipalHasAsManyOpenSessionsAsTheLimitAndNoMore() {
        var small = new TestLedger(TestLedger.quotas(1_000, 100, 64, 2));
        small.registered(TRADER);
        small.run(TRADER, lasting(1, 600_000));
        small.run(TRADER, lasting(2, 10_000));
        assertThat(small.rejection(TRADER, establish(3))).isEqualTo(Rejection.LIMIT_REACHED);

        small.at(small.state.session(sessionId(2)).orElseThrow().expiresAtMillis());
        assertThat(small.run(TRADER, establish(3))).isEqualTo(new Decision.Accepted()); // 2 has ended
        assertThat(small.rejection(TRADER, establish(4))).isEqualTo(Rejection.LIMIT_REACHED);
        small.run(TRADER, close(1));
        assertThat(small.run(TRADER, establish(4))).isEqualTo(new Decision.Accepted());
    }

    @Test
    void theListOfOpenSessionsForgetsThoseThatEnded() {
        var small = new TestLedger(TestLedger.quotas(1_000, 100, 64, 2));
        small.registered(TRADER);
        for (int id = 1; id <= 6; id++) {
            small.run(TRADER, id % 2 == 0 ? lasting(id, 1) : establish(id));
            if (id % 2 == 1) {
                small.run(TRADER, close(id));
            }
        }
        assertThat(small.state.facts().sessionsOf(TRADER)).containsExactly(sessionId(6));
    }

    @Test
    void thePrincipalClosesItsSession() {
        ResultLeaf result = ledger.block(ledger.by(TRADER, close(1))).results().getFirst();

        assertThat(result.events()).containsExactly(new Event.SessionClosed(sessionId(1)));
        assertThat(ledger.state.session(sessionId(1))).hasValueSatisfying(session -> {
            assertThat(session.status()).isEqualTo(SessionStatus.CLOSED);
            assertThat(session.closedAtHeight()).isEqualTo(ledger.state.height());
        });
    }

    @Test
    void nobodyElseClosesIt() {
        assertThat(ledger.rejection(OTHER, close(1))).isEqualTo(Rejection.NOT_YOURS);
        assertThat(ledger.rejection(ANA, close(1))).isEqualTo(Rejection.NOT_YOURS);
    }

    @Test
    void onlyAnOpenSessionIsClosed() {
        assertThat(ledger.rejection(TRADER, close(77))).isEqualTo(Rejection.SESSION_UNKNOWN);
        ledger.run(TRADER, lasting(9, 5_000));
        ledger.run(TRADER, close(1));
        assertThat(ledger.rejection(TRADER, close(1))).isEqualTo(Rejection.SESSION_CLOSED);
        ledger.at(ledger.state.session(sessionId(9)).orElseThrow().expiresAtMillis());
        assertThat(ledger.rejection(TRADER, close(9))).isEqualTo(Rejection.SESSION_EXPIRED);
    }

    @Test
    void aSessionIsOpenInItsLastMillisecond() {
        ledger.run(TRADER, lasting(9, 5_000));
        ledger.at(ledger.state.session(sessionId(9)).orElseThrow().expiresAtMillis() - 1);
        assertThat(ledger.run(TRADER, close(9))).isEqualTo(new Decision.Accepted());
    }
}
