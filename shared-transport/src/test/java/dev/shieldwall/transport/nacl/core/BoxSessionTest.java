package dev.shieldwall.transport.nacl.core;

import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.YOUNG;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.draw;
import static dev.shieldwall.transport.nacl.core.NaclParties.limited;
import static dev.shieldwall.transport.nacl.core.NaclParties.pair;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.SecretBytes;
import dev.shieldwall.crypto.aead.Secretbox;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoxSessionTest {

    private static final Duration LAST_MOMENT = Duration.ofSeconds(3600).minusNanos(1);

    private static void refused(BoxSession session, byte[] sealed, Duration age, NaclRefusal why) {
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> session.open(sealed, age))
                .withMessage(why.name());
    }

    @Test
    void whatOneSideSealsTheOtherOpens() throws NaclRefusedException {
        var pair = pair();
        assertThat(text(pair.server().open(pair.client().seal(bytes("{}"), YOUNG), YOUNG))).isEqualTo("{}");
        assertThat(text(pair.client().open(pair.server().seal(bytes("[]"), YOUNG), YOUNG))).isEqualTo("[]");
        assertThat(pair.server().open(pair.client().seal(new byte[0], YOUNG), YOUNG)).isEmpty();
    }

    /** Measured at the reference: the same ciphertext opens twice. */
    @Test
    void aReplayedMessageIsRefusedHoweverManyCameBetween() throws NaclRefusedException {
        var pair = pair();
        byte[] first = pair.client().seal(bytes("pay"), YOUNG);
        pair.server().open(first, YOUNG);
        refused(pair.server(), first, YOUNG, NaclRefusal.REPLAYED);
        for (int i = 0; i < 1000; i++) {
            pair.server().open(pair.client().seal(bytes("x"), YOUNG), YOUNG);
        }
        refused(pair.server(), first, LAST_MOMENT, NaclRefusal.REPLAYED);
    }

    /** Measured at the reference: what was sent opens at its sender. */
    @Test
    void aReflectedMessageIsRefusedByEitherSide() throws NaclRefusedException {
        var pair = pair();
        refused(pair.client(), pair.client().seal(bytes("x"), YOUNG), YOUNG, NaclRefusal.REFLECTED);
        byte[] first = pair.server().seal(bytes("x"), YOUNG);
        for (int i = 0; i < 1000; i++) {
            pair.server().seal(bytes("x"), YOUNG);
        }
        refused(pair.server(), first, YOUNG, NaclRefusal.REFLECTED);
        assertThat(pair.client().open(first, YOUNG)).isNotEmpty();
    }

    @Test
    void noChangedByteOpensAndNoneOfThemHarmsTheSession() throws NaclRefusedException {
        var pair = pair();
        byte[] sealed = pair.client().seal(bytes("{\"a\":1}"), YOUNG);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            refused(pair.server(), changed, YOUNG, NaclRefusal.NOT_AUTHENTIC);
        }
        for (int length : new int[] {0, 23, 24, 39, sealed.length - 1}) {
            refused(pair.server(), Arrays.copyOf(sealed, length), YOUNG, NaclRefusal.NOT_AUTHENTIC);
        }
        assertThat(pair.server().open(sealed, YOUNG)).isNotEmpty();
    }

    @Test
    void aMessageOfAnotherSessionIsNotAuthentic() throws NaclRefusedException {
        refused(pair().server(), pair().client().seal(bytes("x"), YOUNG), YOUNG, NaclRefusal.NOT_AUTHENTIC);
    }

    @Test
    void aSessionTakesItsNumberOfMessagesAndAnswersTheLast() throws NaclRefusedException {
        var pair = pair(limited(new NaclLimits(1, 1, 3)), draw(), draw());
        byte[] forged = pair.client().seal(bytes("x"), YOUNG);
        forged[30] ^= 1;
        for (int i = 0; i < 3; i++) {
            refused(pair.server(), forged, YOUNG, NaclRefusal.NOT_AUTHENTIC);
            pair.server().open(pair.client().seal(bytes("x"), YOUNG), YOUNG);
        }
        assertThat(pair.client().open(pair.server().seal(bytes("last"), YOUNG), YOUNG)).isNotEmpty();
        refused(pair.server(), pair.client().seal(bytes("x"), YOUNG), YOUNG, NaclRefusal.EXHAUSTED);
        refused(pair.server(), pair.client().seal(bytes("x"), YOUNG), YOUNG, NaclRefusal.ENDED);
    }

    @Test
    void aSessionLivesForAnHour() throws NaclRefusedException {
        var pair = pair();
        byte[] sealed = pair.client().seal(bytes("x"), LAST_MOMENT);
        assertThat(pair.server().open(sealed, LAST_MOMENT)).isNotEmpty();
        byte[] late = pair.client().seal(bytes("x"), YOUNG);
        refused(pair.server(), late, BoxSession.LIFETIME, NaclRefusal.EXPIRED);
        refused(pair.server(), late, YOUNG, NaclRefusal.ENDED);
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> pair.client().seal(bytes("x"), BoxSession.LIFETIME))
                .withMessage("EXPIRED");
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> pair.client().seal(bytes("x"), YOUNG))
                .withMessage("ENDED");
    }

    @Test
    void noncesCountUpInTheirLast8BytesAndComeRoundThere() throws NaclRefusedException {
        byte[] nonce = HexFormat.of().parseHex("ffffffffffffffffffffffffffffffff" + "fffffffffffffffe");
        var pair = pair(COMPATIBILITY, NaclParties.drawn(0x40, 0xa5, nonce), draw());
        for (String expected : new String[] {"fffffffffffffffe", "ffffffffffffffff", "0000000000000000", "0000000000000001"}) {
            byte[] sealed = pair.client().seal(bytes("x"), YOUNG);
            assertThat(HexFormat.of().formatHex(sealed, 0, 24)).isEqualTo("ff".repeat(16) + expected);
        }
    }

    @Test
    void theLongestTextFitsIntoAnEnvelopeAndOneByteMoreIsABug() throws NaclRefusedException {
        var pair = pair();
        byte[] longest = new byte[SealedRequest.MOST_PLAINTEXT_BYTES];
        byte[] request = new SealedRequest(new ClientId("0".repeat(16)), pair.client().seal(longest, YOUNG)).encode();
        assertThat(request.length).isLessThanOrEqualTo(SealedRequest.MOST_BYTES);
        assertThat(pair.server().open(SealedRequest.parse(request).sealed(), YOUNG)).hasSize(longest.length);
        assertThatIllegalArgumentException().isThrownBy(() -> pair.client().seal(new byte[longest.length + 1], YOUNG));
    }

    @Test
    void anEnvelopeHasAMebibyteAtMost() throws NaclRefusedException {
        byte[] request = new SealedRequest(new ClientId("0".repeat(16)), new byte[40]).encode();
        byte[] answer = new SealedAnswer(new byte[40]).encode();
        assertThat(SealedRequest.parse(padded(request, 1 << 20)).sealed()).hasSize(40);
        assertThat(SealedAnswer.parse(padded(answer, 1 << 20)).sealed()).hasSize(40);
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> SealedRequest.parse(padded(request, (1 << 20) + 1)))
                .withMessage("TOO_LARGE");
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> SealedAnswer.parse(padded(answer, (1 << 20) + 1)))
                .withMessage("TOO_LARGE");
    }

    private static byte[] padded(byte[] body, int length) {
        byte[] padded = Arrays.copyOf(body, length);
        Arrays.fill(padded, body.length, length, (byte) ' ');
        return padded;
    }

    @Test
    void anEnvelopeHasItsFieldsAndNoOther() {
        String payload = "\"payload\":\"" + "A".repeat(56) + "\"";
        String id = "\"client_id\":\"0123456789abcdef\"";
        for (String wrong : new String[] {
            "{\"encrypted\":false," + payload + "," + id + "}",
            "{\"encrypted\":\"true\"," + payload + "," + id + "}",
            "{" + payload + "," + id + "}",
            "{\"encrypted\":true," + id + "}",
            "{\"encrypted\":true," + payload + "," + id + ",\"more\":1}",
            "{\"encrypted\":true," + payload + "," + id + "," + id + "}",
            "{\"encrypted\":true," + payload + ",\"client_id\":\"0123456789ABCDEF\"}",
            "{\"encrypted\":true," + payload + ",\"client_id\":\"0123456789abcde\"}",
            "{\"encrypted\":true,\"payload\":\"A\"," + id + "}"
        }) {
            assertThatExceptionOfType(NaclRefusedException.class)
                    .as(wrong)
                    .isThrownBy(() -> SealedRequest.parse(bytes(wrong)))
                    .withMessage("MALFORMED");
        }
        for (String wrong : new String[] {
            "{\"encrypted\":true," + payload + "}",
            "{\"encrypted\":true," + payload + ",\"encryption\":\"xsalsa20poly1305\"}",
            "{\"encrypted\":false," + payload + ",\"encryption\":\"xchacha20poly1305\"}",
            "{\"encrypted\":true," + payload + ",\"encryption\":\"xchacha20poly1305\",\"more\":1}"
        }) {
            assertThatExceptionOfType(NaclRefusedException.class)
                    .as(wrong)
                    .isThrownBy(() -> SealedAnswer.parse(bytes(wrong)))
                    .withMessage("MALFORMED");
        }
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> SealedRequest.parse(bytes("{\"plain\":true}")))
                .withMessage("NO_SESSION");
    }

    @Test
    void anEndedSessionOpensNothingAndSealsNothingButTheAnswersThatItOwes() throws NaclRefusedException {
        var pair = pair();
        byte[] late = pair.client().seal(bytes("x"), YOUNG);
        try (BoxSession.PendingAnswer answer = pair.server().beginAnswer(YOUNG)) {
            pair.server().close();
            refused(pair.server(), late, YOUNG, NaclRefusal.ENDED);
            assertThatExceptionOfType(NaclRefusedException.class)
                    .isThrownBy(() -> pair.server().seal(bytes("x"), YOUNG))
                    .withMessage("ENDED");
            assertThatExceptionOfType(NaclRefusedException.class)
                    .isThrownBy(() -> pair.server().beginAnswer(YOUNG))
                    .withMessage("ENDED");
            assertThat(text(pair.client().open(answer.seal(bytes("done")), YOUNG))).isEqualTo("done");
        }
    }

    @Test
    void noAnswerBeginsWithTheHourOrBehindIt() throws NaclRefusedException {
        var pair = pair();
        pair.server().beginAnswer(LAST_MOMENT).close();
        assertThatExceptionOfType(NaclRefusedException.class)
                .isThrownBy(() -> pair.server().beginAnswer(BoxSession.LIFETIME))
                .withMessage("EXPIRED");
    }

    @Test
    void theKeyGoesWithTheEndOfTheSessionOrWithTheLastAnswerThatItOwes() throws NaclRefusedException {
        var free = pair().server();
        BoxSession.PendingAnswer before = givenUp(free);
        assertThat(before.seal(bytes("x"))).isNotEmpty(); // the session goes on, and with it the key
        free.close();
        hasNoKey(before);

        var busy = pair().server();
        BoxSession.PendingAnswer first = busy.beginAnswer(YOUNG);
        BoxSession.PendingAnswer last = busy.beginAnswer(YOUNG);
        busy.close();
        first.close();
        first.close();
        busy.close();
        assertThat(last.seal(bytes("x"))).isNotEmpty();
        last.close();
        hasNoKey(last);
    }

    private static void hasNoKey(BoxSession.PendingAnswer answer) {
        assertThatExceptionOfType(CryptoBug.class).isThrownBy(() -> answer.seal(bytes("x"))).withMessage("secret used after close");
    }

    @Test
    void anAnswerHasTheLengthOfAnEnvelopeToo() throws NaclRefusedException {
        try (BoxSession.PendingAnswer answer = pair().server().beginAnswer(YOUNG)) {
            byte[] longest = new byte[SealedRequest.MOST_PLAINTEXT_BYTES];
            assertThat(answer.seal(longest)).hasSize(longest.length + 40);
            assertThatIllegalArgumentException().isThrownBy(() -> answer.seal(new byte[longest.length + 1]));
        }
    }

    /** Two threads answer while a third ends the session: what began is sealed, and then the key is gone. */
    @Test
    void threadsThatAnswerRaceTheEndOfTheSession() throws Exception {
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (int round = 0; round < 2000; round++) {
                BoxSession session = cheap();
                BoxSession.PendingAnswer probe = givenUp(session);
                var together = new CyclicBarrier(3);
                Callable<Integer> answering = () -> {
                    together.await();
                    return answer(session);
                };
                Callable<Integer> ending = () -> {
                    together.await();
                    session.close();
                    return 0;
                };
                for (Future<Integer> one : threads.invokeAll(List.of(answering, ending, answering))) {
                    assertThat(one.get()).isIn(0, 41);
                }
                hasNoKey(probe);
            }
        }
    }

    private static int answer(BoxSession session) {
        try (BoxSession.PendingAnswer answer = session.beginAnswer(YOUNG)) {
            return answer.seal(bytes("x")).length;
        } catch (NaclRefusedException e) {
            return 0;
        }
    }

    @Test
    void threadsThatBeginAndGiveUpAnswersAreCountedExactly() throws Exception {
        BoxSession session = cheap();
        BoxSession.PendingAnswer probe = givenUp(session);
        Callable<Integer> counting = () -> {
            for (int i = 0; i < 20_000; i++) {
                givenUp(session);
            }
            return 0;
        };
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Integer> one : threads.invokeAll(Collections.nCopies(4, counting))) {
                one.get();
            }
        }
        session.close();
        hasNoKey(probe);
    }

    private static BoxSession cheap() {
        return new BoxSession(Secretbox.of(SecretBytes.copyOf(new byte[32])), new byte[24], NaclLimits.DEFAULT);
    }

    private static BoxSession.PendingAnswer givenUp(BoxSession session) throws NaclRefusedException {
        BoxSession.PendingAnswer answer = session.beginAnswer(YOUNG);
        answer.close();
        return answer;
    }

    @Test
    void threadsThatAnswerTogetherNeverShareANonce() throws Exception {
        BoxSession session = cheap();
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newFixedThreadPool(4);
                BoxSession.PendingAnswer answer = session.beginAnswer(YOUNG)) {
            Callable<Boolean> sealing = () -> nonces.add(HexFormat.of().formatHex(answer.seal(bytes("x")), 0, 24));
            for (Future<Boolean> one : threads.invokeAll(Collections.nCopies(2000, sealing))) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    /** Four threads seal, and two open each message: every message opens once, whoever is first. */
    @Test
    void manyThreadsShareASession() throws Exception {
        var pair = pair();
        Set<String> opened = ConcurrentHashMap.newKeySet();
        var replayed = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                byte[] plaintext = bytes("message " + i);
                threads.submit(() -> {
                    byte[] sealed = pair.client().seal(plaintext, YOUNG);
                    for (int twice = 0; twice < 2; twice++) {
                        threads.submit(() -> open(pair.server(), sealed, opened, replayed));
                    }
                    return sealed;
                }).get();
            }
        }
        assertThat(opened).hasSize(400);
        assertThat(replayed).hasValue(400);
    }

    private static void open(BoxSession session, byte[] sealed, Set<String> opened, AtomicInteger replayed) {
        try {
            opened.add(text(session.open(sealed, YOUNG)));
        } catch (NaclRefusedException e) {
            replayed.incrementAndGet();
        }
    }

    @Test
    void threadsThatSealTogetherNeverShareANonce() {
        var pair = pair();
        Set<String> nonces = ConcurrentHashMap.newKeySet();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 2000; i++) {
                threads.submit(() -> nonces.add(HexFormat.of().formatHex(pair.client().seal(bytes("x"), YOUNG), 0, 24)));
            }
        }
        assertThat(nonces).hasSize(2000);
    }
}
