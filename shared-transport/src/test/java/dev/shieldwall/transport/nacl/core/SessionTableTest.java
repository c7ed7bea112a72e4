package dev.shieldwall.transport.nacl.core;

import static dev.shieldwall.transport.nacl.core.NaclParties.YOUNG;
import static dev.shieldwall.transport.nacl.core.NaclParties.limited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTableTest {

    private static final Duration START = Duration.ofSeconds(-100); // nanoTime may begin anywhere

    private final SessionTable table = new SessionTable(limited(new NaclLimits(2, 9, 9)));

    private static ClientId client(int number) {
        return new ClientId(String.format("%016x", number));
    }

    private BoxSession put(int number, Duration now) {
        BoxSession session = NaclParties.pair().server();
        table.put(client(number), session, now);
        return session;
    }

    private static void ended(BoxSession session) {
        assertThatExceptionOfType(NaclRefusedException.class).isThrownBy(() -> session.requireAlive(YOUNG)).withMessage("ENDED");
    }

    private static void alive(BoxSession session) {
        assertThatCode(() -> session.requireAlive(YOUNG)).doesNotThrowAnyException();
    }

    @Test
    void whereThereIsNoRoomTheOldestGoes() {
        BoxSession first = put(1, START);
        BoxSession second = put(2, START);
        assertThat(table.size()).isEqualTo(2);
        alive(first);
        BoxSession third = put(3, START);
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.find(client(1))).isEmpty();
        ended(first);
        alive(second);
        alive(third);
    }

    @Test
    void aNewHandshakeEndsTheClientsLastSessionAndNobodyElses() {
        BoxSession other = put(2, START);
        BoxSession last = put(1, START);
        BoxSession fresh = put(1, START);
        ended(last);
        alive(other);
        assertThat(table.find(client(1)).orElseThrow().session()).isSameAs(fresh);
        put(3, START);
        ended(other); // its handshake is now the oldest
        alive(fresh);
    }

    @Test
    void theKeysOfExpiredSessionsAreOverwrittenAtTheNextHandshake() {
        BoxSession old = put(1, START);
        put(2, START.plusSeconds(3600).minusNanos(1));
        alive(old);
        table.end(client(2));
        put(3, START.plusSeconds(3600));
        ended(old);
        assertThat(table.size()).isOne();
    }

    @Test
    void whoIsTakenOutHasNoSession() {
        BoxSession session = put(1, START);
        table.end(client(1));
        table.end(client(7));
        ended(session);
        assertThat(table.find(client(1))).isEmpty();
    }

    @Test
    void closingEndsAll() {
        BoxSession first = put(1, START);
        BoxSession second = put(2, START);
        table.close();
        ended(first);
        ended(second);
        assertThat(table.size()).isZero();
    }
}
