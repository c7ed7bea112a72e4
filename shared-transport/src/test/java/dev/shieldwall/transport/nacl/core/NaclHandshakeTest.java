package dev.shieldwall.transport.nacl.core;

import static dev.shieldwall.transport.nacl.core.NaclParties.CLI;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENT;
import static dev.shieldwall.transport.nacl.core.NaclParties.CLIENTS;
import static dev.shieldwall.transport.nacl.core.NaclParties.COMPATIBILITY;
import static dev.shieldwall.transport.nacl.core.NaclParties.NOON;
import static dev.shieldwall.transport.nacl.core.NaclParties.RANDOM;
import static dev.shieldwall.transport.nacl.core.NaclParties.SERVER;
import static dev.shieldwall.transport.nacl.core.NaclParties.STRANGER;
import static dev.shieldwall.transport.nacl.core.NaclParties.bytes;
import static dev.shieldwall.transport.nacl.core.NaclParties.client;
import static dev.shieldwall.transport.nacl.core.NaclParties.draw;
import static dev.shieldwall.transport.nacl.core.NaclParties.ephemeral;
import static dev.shieldwall.transport.nacl.core.NaclParties.field;
import static dev.shieldwall.transport.nacl.core.NaclParties.limited;
import static dev.shieldwall.transport.nacl.core.NaclParties.request;
import static dev.shieldwall.transport.nacl.core.NaclParties.server;
import static dev.shieldwall.transport.nacl.core.NaclParties.text;
import static dev.shieldwall.transport.nacl.core.NaclParties.with;
import static dev.shieldwall.transport.nacl.core.NaclParties.withKey;
import static dev.shieldwall.transport.nacl.core.NaclParties.withTime;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.shieldwall.crypto.CryptoBug;
import dev.shieldwall.crypto.signature.Ed25519PrivateKey;
import dev.shieldwall.crypto.signature.Ed25519PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NaclHandshakeTest {

    private static void refused(NaclServerHandshake server, byte[] request, Instant now, NaclRefusal why) {
        assertThatExceptionOfType(NaclRefusedException.class)
                .as(text(request))
                .isThrownBy(() -> server.answer(server.admit(request, now), draw(), now))
                .withMessage(why.name());
    }

    private static void refused(byte[] request, NaclRefusal why) {
        refused(server(), request, NOON, why);
    }

    private static void taken(NaclServerHandshake server, byte[] request, Instant now) {
        assertThatCode(() -> server.answer(server.admit(request, now), draw(), now)).doesNotThrowAnyException();
    }

    private static byte[] answer() throws NaclRefusedException {
        NaclServerHandshake server = server();
        return server.answer(server.admit(request(), NOON), draw(), NOON).answer();
    }

    private static void answerRefused(NaclClientHandshake client, byte[] answer, Instant now, NaclRefusal why) {
        assertThatExceptionOfType(NaclRefusedException.class)
                .as(text(answer))
                .isThrownBy(() -> client.finish(200, answer, draw(), now))
                .withMessage(why.name());
    }

    private static void answerRefused(byte[] answer, NaclRefusal why) {
        answerRefused(client(), answer, NOON, why);
    }

    private static void answerTaken(NaclClientHandshake client, byte[] answer, Instant now) {
        assertThatCode(() -> client.finish(200, answer, draw(), now)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void theModeIsNotEnabledUntilEveryWeaknessIsAccepted(NaclWeakness notRead) {
        Set<NaclWeakness> others = EnumSet.complementOf(EnumSet.of(notRead));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NaclCompatibility.enabledDespite(others))
                .withMessageContaining("[" + notRead + "]");
        assertThat(NaclCompatibility.enabledDespite(EnumSet.allOf(NaclWeakness.class)).limits()).isEqualTo(NaclLimits.DEFAULT);
    }

    @Test
    void aLimitIsAtLeastOne() {
        assertThat(new NaclLimits(1, 1, 1).sessions()).isOne();
        assertThatIllegalArgumentException().isThrownBy(() -> new NaclLimits(0, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NaclLimits(1, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new NaclLimits(1, 1, 0));
    }

    /** The reference takes any identity key; measured with a fresh one. */
    @Test
    void anIdentityKeyThatIsNotListedIsRefused() {
        refused(new NaclClientHandshake(COMPATIBILITY, STRANGER, SERVER.key()).request(draw(), NOON), NaclRefusal.NOT_ALLOWED);
        taken(server(), new NaclClientHandshake(COMPATIBILITY, CLI, SERVER.key()).request(draw(), NOON), NOON);
    }

    @Test
    void aTimeIs30SecondsOffAtMostEitherWayAtEitherEnd() throws NaclRefusedException {
        Duration fresh = Duration.ofSeconds(30);
        byte[] answer = answer();
        for (Duration off : List.of(fresh, fresh.negated())) {
            taken(server(), request(), NOON.plus(off));
            answerTaken(client(), answer, NOON.plus(off));
        }
        for (Duration off : List.of(fresh.plusMillis(1), fresh.plusMillis(1).negated())) {
            refused(server(), request(), NOON.plus(off), NaclRefusal.STALE);
            answerRefused(client(), answer, NOON.plus(off), NaclRefusal.STALE);
        }
        refused(with(request(), "timestamp", "1e999"), NaclRefusal.STALE);
        refused(with(request(), "timestamp", "-1e999"), NaclRefusal.STALE);
        refused(with(request(), "timestamp", "0"), NaclRefusal.STALE);
    }

    @Test
    void aTimeIsANumberInWhateverFormOfJson() {
        for (String time : List.of("1735689600", "1735689600.123456", "1.7356896e9", "1735689629.999")) {
            taken(server(), with(request(), "timestamp", time), NOON);
        }
        refused(bytes(text(request()).replace("1735689600.000", "\"1735689600.000\"")), NaclRefusal.MALFORMED);
    }

    /** Measured at the reference: unknown fields and a missing identity key are errors there too. */
    @ParameterizedTest
    @ValueSource(strings = {"component", "identity_key", "public_key", "timestamp", "challenge", "signature"})
    void everyFieldIsThereOnceAndNoOther(String name) throws NaclRefusedException {
        for (byte[] whole : List.of(request(), answer())) {
            String field = "\"" + name + "\":" + (name.equals("timestamp") ? "" : "\"");
            String end = name.equals("timestamp") ? "" : "\"";
            String all = field + field(whole, name) + end;
            var wrong = List.of(
                    text(whole).replace(all, all.replace(name, "other")),
                    text(whole).replace(all, all + ",\"more\":1"),
                    text(whole).replace(all, all + "," + all));
            for (String body : wrong) {
                assertThat(body).isNotEqualTo(text(whole));
                if (body.startsWith("{\"handshake")) {
                    refused(bytes(body), NaclRefusal.MALFORMED);
                } else {
                    answerRefused(bytes(body), NaclRefusal.MALFORMED);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity_key", "public_key", "challenge", "signature"})
    void bytesHaveTheirLengthAndStandardBase64(String name) {
        String good = field(request(), name);
        byte[] raw = Base64.getDecoder().decode(good);
        for (byte[] length : List.of(Arrays.copyOf(raw, raw.length - 1), Arrays.copyOf(raw, raw.length + 1), new byte[0])) {
            refused(with(request(), name, Base64.getEncoder().encodeToString(length)), NaclRefusal.MALFORMED);
        }
        refused(with(request(), name, good.replace("=", "")), NaclRefusal.MALFORMED);
        refused(with(request(), name, "*" + good.substring(1)), NaclRefusal.MALFORMED);
    }

    @Test
    void whatIsNoHandshakeHasAnotherShape() {
        for (String body : List.of("{}", "{\"handshake\":{}}", "{\"encrypted\":true}")) {
            refused(bytes(body), NaclRefusal.WRONG_SHAPE);
        }
        String more = text(request()).replaceFirst("}$", ",\"more\":1}");
        for (String body : List.of("", "[]", "{\"handshake_request\":1}", "{\"handshake_request\":{}}", more, "{}{}")) {
            refused(bytes(body), NaclRefusal.MALFORMED);
        }
    }

    @Test
    void aHandshakeHas4096BytesAtMostAtEitherEnd() throws NaclRefusedException {
        byte[] answer = answer();
        taken(server(), padded(request(), 4096), NOON);
        answerTaken(client(), padded(answer, 4096), NOON);
        refused(padded(request(), 4097), NaclRefusal.TOO_LARGE);
        answerRefused(padded(answer, 4097), NaclRefusal.TOO_LARGE);
    }

    private static byte[] padded(byte[] body, int length) {
        byte[] padded = Arrays.copyOf(body, length);
        Arrays.fill(padded, body.length, length, (byte) ' ');
        return padded;
    }

    @Test
    void anotherSignatureIsRefused() throws NaclRefusedException {
        for (byte[] whole : List.of(request(), answer())) {
            byte[] signature = Base64.getDecoder().decode(field(whole, "signature"));
            signature[5] ^= 1;
            byte[] body = with(whole, "signature", Base64.getEncoder().encodeToString(signature));
            if (text(whole).startsWith("{\"handshake")) {
                refused(body, NaclRefusal.BAD_SIGNATURE);
            } else {
                answerRefused(body, NaclRefusal.BAD_SIGNATURE);
            }
        }
        byte[] strangers = new NaclClientHandshake(COMPATIBILITY, STRANGER, SERVER.key()).request(draw(), NOON);
        refused(with(strangers, "identity_key", field(request(), "identity_key")), NaclRefusal.BAD_SIGNATURE);
    }

    /** The points of small order of RFC 7748's curve, and some of their other spellings. */
    @ParameterizedTest
    @ValueSource(strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000080"
    })
    void anX25519KeyOfSmallOrderIsRefusedAtEitherEnd(String point) throws NaclRefusedException {
        String key = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(point));
        refused(with(request(), "public_key", key), NaclRefusal.BAD_KEY);
        answerRefused(with(answer(), "public_key", key), NaclRefusal.BAD_KEY);
    }

    /** The measured hijack: identity, challenge and signature of a captured request, the attacker's key, a fresh time. */
    @Test
    void aCapturedHandshakeWithTheAttackersKeyIsRefusedOnceTheOriginalArrived() {
        NaclServerHandshake server = server();
        byte[] captured = request();
        taken(server, captured, NOON);
        refused(server, captured, NOON, NaclRefusal.REPLAYED);
        refused(server, withKey(captured, ephemeral()), NOON, NaclRefusal.REPLAYED);
        // The time is not signed, so a memory of 30 seconds would stop nobody.
        for (Duration later : List.of(Duration.ofSeconds(31), Duration.ofHours(2), Duration.ofDays(400))) {
            Instant then = NOON.plus(later);
            refused(server, withTime(withKey(captured, ephemeral()), then), then, NaclRefusal.REPLAYED);
        }
    }

    @Test
    void aCapturedAnswerWithTheAttackersKeyIsRefusedByTheClientThatHadTheOriginal() throws NaclRefusedException {
        NaclClientHandshake client = client();
        byte[] captured = answer();
        answerTaken(client, captured, NOON);
        Instant later = NOON.plusSeconds(31);
        answerRefused(client, withTime(withKey(captured, ephemeral()), later), later, NaclRefusal.REPLAYED);
    }

    @Test
    void nothingIsRememberedOfAHandshakeThatWasNotSigned() {
        NaclServerHandshake server = server();
        byte[] original = request();
        byte[] forged = with(original, "signature", Base64.getEncoder().encodeToString(new byte[64]));
        refused(server, forged, NOON, NaclRefusal.BAD_SIGNATURE);
        taken(server, original, NOON);
    }

    @Test
    void aClientThatUsedUpItsHandshakesShutsOutOnlyItself() {
        var server = new NaclServerHandshake(limited(new NaclLimits(1, 2, 1)), SERVER, CLIENTS);
        taken(server, request(), NOON);
        taken(server, request(), NOON);
        refused(server, request(), NOON, NaclRefusal.TOO_MANY_HANDSHAKES);
        taken(server, new NaclClientHandshake(COMPATIBILITY, CLI, SERVER.key()).request(draw(), NOON), NOON);
    }

    @Test
    void aClientTakesAsManyAnswersAsItRemembers() throws NaclRefusedException {
        var client = new NaclClientHandshake(limited(new NaclLimits(1, 2, 1)), CLIENT, SERVER.key());
        answerTaken(client, answer(), NOON);
        answerTaken(client, answer(), NOON);
        answerRefused(client, answer(), NOON, NaclRefusal.TOO_MANY_HANDSHAKES);
    }

    /** The reference's client looks at none of this. */
    @Test
    void theClientTakesNoOtherServerAndNoOtherAnswer() throws NaclRefusedException {
        byte[] answer = answer();
        answerRefused(new NaclClientHandshake(COMPATIBILITY, CLIENT, CLI.key()), answer, NOON, NaclRefusal.OTHER_SERVER);
        answerRefused(with(answer, "status", "session_refused"), NaclRefusal.NOT_ESTABLISHED);
        answerRefused(bytes(text(answer).replaceFirst("\\{", "{\"more\":1,")), NaclRefusal.MALFORMED);
        answerRefused(bytes("{\"error\":\"Handshake processing failed\"}"), NaclRefusal.MALFORMED);
        for (int status : new int[] {199, 201, 500}) {
            assertThatExceptionOfType(NaclRefusedException.class)
                    .isThrownBy(() -> client().finish(status, answer, draw(), NOON))
                    .withMessage("NOT_ESTABLISHED");
        }
    }

    @Test
    void noSideTakesItsOwnKeyForTheOthers() {
        var itself = new ClientList(List.of(CLIENT.key(), SERVER.key()));
        assertThatIllegalArgumentException().isThrownBy(() -> new NaclServerHandshake(COMPATIBILITY, SERVER, itself));
        assertThatIllegalArgumentException().isThrownBy(() -> new NaclClientHandshake(COMPATIBILITY, CLIENT, CLIENT.key()));
    }

    @Test
    void aListHas1024ClientsAtMost() {
        var keys = new ArrayList<Ed25519PublicKey>();
        for (int i = 0; i < ClientList.MOST_CLIENTS; i++) {
            keys.add(Ed25519PrivateKey.generate(RANDOM).publicKey());
        }
        assertThat(new ClientList(keys).find(keys.getLast().bytes())).isPresent();
        keys.add(CLIENT.key());
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientList(keys));
    }

    /** A quarter of all challenges could be a message of another context; such is never signed here. */
    @Test
    void noChallengeIsSignedThatCouldBeSomethingElse() {
        assertThatExceptionOfType(CryptoBug.class)
                .isThrownBy(() -> client().request(NaclParties.drawn(0x40, 30, new byte[24]), NOON));
    }

    @Test
    void namesAndDrawsHaveTheirForm() {
        assertThat(new NaclIdentity("x".repeat(64), CLIENT.signer()).component()).hasSize(64);
        for (String name : List.of("", "x".repeat(65), "a\"b", "a b", "\u00e9")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new NaclIdentity(name, CLIENT.signer()));
        }
        for (String id : List.of("", "03a107bff3ce10b", "03a107bff3ce10bef", "03A107BFF3CE10BE", "03a107bff3ce10bg")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ClientId(id));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> new Draw(ephemeral(), new byte[31], new byte[24]));
        assertThatIllegalArgumentException().isThrownBy(() -> new Draw(ephemeral(), new byte[32], new byte[23]));
    }
}
