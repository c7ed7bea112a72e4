package dev.shieldwall.transport.nacl;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLI;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.NOON;
import static dev.shieldwall.transport.nacl.core.NaclParties.RANDOM;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.YOUNG;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.limited;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.transport.nacl.core.BoxSession;
import dev.shieldwall.transport.nacl.core.ClientId;
import dev.shieldwall.transport.nacl.core.NaclCompatibility;
import dev.shieldwall.transport.nacl.core.NaclIdentity;
import dev.shieldwall.transport.nacl.core.NaclLimits;
import dev.shieldwall.transport.nacl.core.NaclRefusal;
import dev.shieldwall.transport.nacl.core.NaclRefusedException;
import dev.shieldwall.transport.nacl.core.SealedRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Sessions that end while the application is at work. A 401 would have an honest client shake hands and send again what
 * was already done.
 */
class NaclLateAnswerTest {

    private static final ClientId ID = ClientId.of(CLIENT.key());
    private static final HttpReply PAID = HttpReply.of(201, "{\"paid\":true}");
    private static final NaclCompatibility TWO_MESSAGES = limited(new NaclLimits(2, 99, 2));

    private final AtomicLong nanos = new AtomicLong();
    private final NaclHost clock = new NaclHost(() -> NOON, nanos::get, RANDOM);
    /** So that an answer behind the server's hour can still be read. */
    private final NaclHost withoutClock = new NaclHost(() -> NOON, () -> 0, RANDOM);

    private final NaclServer server = new NaclServer(TWO_MESSAGES, SERVER, CLIENTS, clock);

    private NaclSession connect(NaclIdentity identity) {
        try (NaclClient.Offer offer = new NaclClient(TWO_MESSAGES, identity, SERVER.key(), withoutClock).offer()) {
            HttpReply reply = handle(new HttpCall("POST", URI.create(NaclServer.HANDSHAKE), Map.of(), offer.body()));
            return offer.accept(reply.status(), reply.body());
        } catch (NaclRefusedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpReply handle(HttpCall call) {
        return server.handle(call, opened -> {
            throw new AssertionError("asked for " + opened);
        });
    }

    private static HttpCall post(NaclSession session) throws NaclRefusedException {
        return new HttpCall("POST", URI.create("/api/v1/pay"), Map.of(), session.seal(bytes("{\"pay\":1}")));
    }

    private static HttpCall get() {
        return new HttpCall("GET", URI.create("/api/v1/x?client_id=" + ID), Map.of(), new byte[0]);
    }

    private void anHourPasses() {
        nanos.addAndGet(BoxSession.LIFETIME.toNanos());
    }

    private List<Runnable> endsOfASession() {
        return List.of(
                () -> connect(CLIENT),
                this::anHourPasses,
                () -> {
                    anHourPasses();
                    connect(CLI); // which puts out what has expired
                },
                () -> server.end(ID),
                server::close);
    }

    @Test
    void whatWasDoneIsAnsweredSealedHoweverTheSessionEndedMeanwhile() throws NaclRefusedException {
        for (Runnable end : endsOfASession()) {
            NaclSession session = connect(CLIENT);
            isPaid(session, server.handle(post(session), opened -> {
                end.run();
                return PAID;
            }));
            NaclSession another = connect(CLIENT);
            isPaid(another, server.handle(get(), opened -> {
                end.run();
                return PAID;
            }));
        }
        assertThat(server.refused(NaclRefusal.ENDED)).isZero();
        assertThat(server.refused(NaclRefusal.EXPIRED)).isZero();
    }

    private static void isPaid(NaclSession session, HttpReply reply) throws NaclRefusedException {
        assertThat(reply.status()).isEqualTo(201);
        assertThat(text(session.open(reply.body()))).isEqualTo("{\"paid\":true}");
    }

    @Test
    void anAnswerIsNotSealedForASessionThatTookTheCallersPlace() throws NaclRefusedException {
        var fresh = new ArrayList<NaclSession>();
        HttpReply reply = server.handle(post(connect(CLIENT)), opened -> {
            fresh.add(connect(CLIENT));
            return PAID;
        });
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> fresh.getFirst().open(reply.body()))
                .withMessage("NOT_AUTHENTIC");
    }

    @Test
    void aSessionThatHasExpiredTakesNothingMoreWhileItOwesAnAnswer() throws NaclRefusedException {
        NaclSession session = connect(CLIENT);
        HttpCall next = post(session);
        isPaid(session, server.handle(post(session), opened -> {
            anHourPasses();
            assertThat(handle(next).status()).isEqualTo(401);
            assertThat(handle(next).status()).isEqualTo(401);
            assertThat(handle(get()).status()).isEqualTo(401);
            return PAID;
        }));
        assertThat(server.refused(NaclRefusal.EXPIRED)).isOne();
        assertThat(server.refused(NaclRefusal.ENDED)).isEqualTo(2);
    }

    @Test
    void theLastMessagesOfASessionAreAnsweredAlthoughOneMoreCameMeanwhile() throws NaclRefusedException {
        NaclSession session = connect(CLIENT);
        HttpCall last = post(session);
        HttpCall over = post(session);
        isPaid(session, server.handle(post(session), first -> {
            HttpReply second = server.handle(last, opened -> {
                assertThat(handle(over).status()).isEqualTo(401);
                return PAID;
            });
            assertThat(second.status()).isEqualTo(201);
            return PAID;
        }));
        assertThat(server.refused(NaclRefusal.EXHAUSTED)).isOne();
    }

    @Test
    void noKeyOutlivesItsSessionAndItsAnswersWhateverBecameOfThem() throws NaclRefusedException {
        byte[] tooLong = new byte[SealedRequest.MOST_PLAINTEXT_BYTES + 1];
        for (NaclApplication application : List.<NaclApplication>of(
                opened -> PAID,
                opened -> HttpReply.of(204, ""),
                opened -> new HttpReply(200, tooLong),
                opened -> {
                    throw new IllegalArgumentException("the application's, for the host to answer");
                })) {
            NaclSession session = connect(CLIENT);
            BoxSession.PendingAnswer probe = givenUpAnswer();
            HttpCall call = post(session);
            for (HttpCall each : List.of(call, call, get())) { // the second is a replay
                answerOrThrow(each, application);
            }
            assertThat(probe.seal(bytes("{}"))).isNotEmpty();
            connect(CLIENT);
            assertThatExceptionOfType(CryptoBug.class)
                    .isThrownBy(() -> probe.seal(bytes("{}")))
                    .withMessage("secret used after close");
        }
        assertThat(server.refused(NaclRefusal.REPLAYED)).isEqualTo(4);
    }

    /** It holds no key back, and shows whether anything else does. */
    private BoxSession.PendingAnswer givenUpAnswer() throws NaclRefusedException {
        BoxSession.PendingAnswer answer = server.session(ID).session().beginAnswer(YOUNG);
        answer.close();
        return answer;
    }

    private void answerOrThrow(HttpCall call, NaclApplication application) {
        try {
            assertThat(server.handle(call, application).status()).isIn(201, 204, 400);
        } catch (IllegalArgumentException e) {
            assertThat(server.sessions()).isOne(); // a host answers it with 500
        }
    }

    @Test
    void anAnswerThatIsTooLongThrowsAndIsNoRefusal() throws NaclRefusedException {
        HttpCall call = post(connect(CLIENT));
        byte[] tooLong = new byte[SealedRequest.MOST_PLAINTEXT_BYTES + 1];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.handle(call, opened -> new HttpReply(200, tooLong)))
                .withMessageContaining("786200");
    }
}
